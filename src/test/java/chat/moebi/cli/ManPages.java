package chat.moebi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a man page for each command, in AsciiDoc; the profile {@code man} converts them. */
public final class ManPages {

  private ManPages() {}

  /**
   * Writes the pages.
   *
   * @param args the directory for the pages, and the version of the program
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), args[1]);
  }

  static void write(Path directory, String version) throws IOException {
    CommandLine chat = Subcommands.all();
    Stream.concat(Stream.of(chat), chat.getSubcommands().values().stream())
        .forEach(command -> prepare(command.getCommandSpec(), version));
    int status =
        ManPageGenerator.generateManPage(
            directory.toFile(), null, new boolean[0], false, chat.getCommandSpec());
    if (status != ExitStatus.OK) {
      throw new IOException("the man pages could not be written to " + directory);
    }
  }

  /** Changes what the generator would write otherwise than a man page needs it. */
  private static void prepare(CommandSpec command, String version) {
    UsageMessageSpec help = command.usageMessage();
    String description = help.description()[0];
    help.header(description.split("[,.:]", 2)[0]) // NAME: tools expect a short line there.
        .description(paragraphs(help.description()))
        .autoWidth(false)
        .width(10_000) // The generator does not break the synopsis, man does.
        .exitCodeListHeading("Exit status")
        .footerHeading("Examples");
    Map<String, String> statuses = new LinkedHashMap<>();
    help.exitCodeList().forEach((status, meaning) -> statuses.put(status, literal(meaning)));
    help.exitCodeList(statuses);
    for (ArgSpec argument : List.copyOf(command.args())) {
      String label = argument.paramLabel().replace("[", "{startsb}").replace("]", "{endsb}");
      String[] lines =
          Stream.of(argument.description()).map(ManPages::literal).toArray(String[]::new);
      command.remove(argument);
      command.add(
          argument instanceof OptionSpec option
              ? OptionSpec.builder(option).paramLabel(label).description(lines).build()
              : PositionalParamSpec.builder((PositionalParamSpec) argument)
                  .paramLabel(label)
                  .description(lines)
                  .build());
    }
    command.versionProvider(() -> new String[] {"chat " + version});
  }

  private static String[] paragraphs(String... lines) {
    return Stream.of(lines).flatMap(line -> Stream.of(literal(line), "")).toArray(String[]::new);
  }

  /** Returns AsciiDoc that shows the text as it is: no dashes for --, no emphasis by _ or *. */
  private static String literal(String text) {
    return "pass:c[" + text.replace("]", "\\]") + "]";
  }
}
