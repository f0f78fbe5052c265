package chat.moebi.cli;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands of the program, as picocli parses them: the start of a node, and those below it.
 *
 * <p>A command line gets only the commands that it needs, because to describe a command takes
 * longer than to parse its arguments.
 */
final class Subcommands {

  /** The commands other than the start of a node, in the order of the help. */
  static final List<String> NAMES =
      List.of(
          "demo", "send", "listen", "call", "nodes", "history", "cookie", "doctor", "completion");

  private Subcommands() {}

  /** Returns the start of a node, with those commands that are among the words. */
  static CommandLine among(Collection<String> words) {
    CommandLine chat = new CommandLine(complete(ChatCommand.spec()));
    for (String name : NAMES) {
      if (words.contains(name)) {
        chat.addSubcommand(name, command(name));
      }
    }
    return chat;
  }

  /** Returns the whole program. */
  static CommandLine all() {
    return among(NAMES);
  }

  /** Adds the commands that are missing, each in its place. */
  static void addMissing(CommandLine chat) {
    for (String name : NAMES) {
      CommandLine named = chat.getSubcommands().get(name);
      if (named != null) {
        chat.getCommandSpec().removeSubcommand(name); // The command is added again in its place.
      }
      chat.addSubcommand(name, named == null ? command(name) : named);
    }
  }

  private static CommandLine command(String name) {
    return new CommandLine(
        complete(
            switch (name) {
              case "demo" -> DemoCommand.spec();
              case "send" -> SendCommand.spec();
              case "listen" -> ListenCommand.spec();
              case "call" -> CallCommand.spec();
              case "nodes" -> NodesCommand.spec();
              case "history" -> HistoryCommand.spec();
              case "cookie" -> CookieCommand.spec();
              case "doctor" -> DoctorCommand.spec();
              default -> CompletionCommand.spec(Subcommands::all);
            }));
  }

  /** Adds the options that all commands have. */
  private static CommandSpec complete(CommandSpec command) {
    command.usageMessage().sortOptions(false);
    return command
        .versionProvider(new Version())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }
}
