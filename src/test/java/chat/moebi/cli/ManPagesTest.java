package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Reads the man pages before they are converted. */
class ManPagesTest {

  @TempDir private static Path pages;

  @BeforeAll
  static void write() throws IOException {
    ManPages.write(pages, "1.2.3");
  }

  @ParameterizedTest
  @MethodSource("chat.moebi.cli.HelpTextTest#commands")
  void thePageHasEachOptionArgumentAndExitStatus(String name, CommandLine command)
      throws IOException {
    String page = page(name.equals("chat") ? name : "chat-" + name);
    assertThat(page).contains(":mansource: chat 1.2.3\n");
    command
        .getCommandSpec()
        .options()
        .forEach(
            option ->
                assertThat(page)
                    .containsPattern("(?m)^.*\\*" + option.longestName() + "\\*.*::$")
                    .contains("  pass:c[" + escaped(option.description()[0]) + "]\n"));
    command
        .getCommandSpec()
        .positionalParameters()
        .forEach(
            argument ->
                assertThat(page)
                    .contains("  pass:c[" + escaped(argument.description()[0]) + "]\n"));
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach(
            (status, meaning) ->
                assertThat(page).contains("*" + status + "*::\n  pass:c[" + meaning + "]\n"));
    assertThat(page).contains("== Examples\n");
  }

  @Test
  void theFirstPageHasEachCommand() throws IOException {
    for (String name : Subcommands.NAMES) {
      assertThat(page("chat")).contains("xref:chat-" + name + ".adoc[*" + name + "*]::\n");
    }
  }

  private static String page(String name) throws IOException {
    return Files.readString(pages.resolve(name + ".adoc"));
  }

  private static String escaped(String text) {
    return text.replace("]", "\\]");
  }
}
