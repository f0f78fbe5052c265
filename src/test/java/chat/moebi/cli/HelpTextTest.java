package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Reads the help of each command. */
class HelpTextTest {

  @ParameterizedTest
  @MethodSource("commands")
  void itFitsATerminalOf80Columns(String name, CommandLine command) {
    assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itEndsWithExamplesOfTheCommandThatCanBeParsed(String name, CommandLine command) {
    List<String> examples =
        command
            .getUsageMessage()
            .lines()
            .dropWhile(line -> !line.equals("Examples:"))
            .map(line -> line.replaceAll("'[^']*'|\"[^\"]*\"", "QUOTED"))
            .flatMap(line -> Stream.of(line.split("[|;>]")))
            .map(String::strip)
            .filter(part -> part.startsWith("chat "))
            .toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      List<String> words = List.of(example.split(" "));
      assertThat(name.equals("chat") || words.contains(name)).as(example).isTrue();
      Subcommands.among(words).parseArgs(words.stream().skip(1).toArray(String[]::new));
    }
  }

  static Stream<Object[]> commands() {
    CommandLine chat = Subcommands.all();
    return Stream.concat(Stream.of(chat), chat.getSubcommands().values().stream())
        .map(command -> new Object[] {command.getCommandName(), command});
  }
}
