package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the program for its help and its version. */
@Tag(DistributedTests.TAG)
class HelpTest {

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "send", "listen", "call", "nodes", "cookie", "doctor", "completion"})
  void eachCommandPrintsItsHelpAndTheVersion(String command) throws Exception {
    try (PipedProcess help = chat.start(command, "--help");
        PipedProcess version = chat.start(command, "-V")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.output().get(0)).startsWith("Usage: chat " + command + " [");
      assertThat(help.output())
          .anyMatch(line -> line.matches(" *-h, --help +Show this help message and exit\\."));
      assertThat(version.awaitExit()).isZero();
      assertThat(version.output()).hasSize(3);
      assertThat(version.output().get(0)).startsWith("chat ");
    }
  }

  @Test
  void theProgramNamesItsOptionsInTheOrderOfTheirUseAndItsCommands() throws Exception {
    try (PipedProcess help = chat.start("-h")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.output().stream().filter(line -> line.matches(" {6}--.*|  -\\w, --.*")))
          .extracting(line -> line.replaceAll(".*?(--[a-z-]+).*", "$1"))
          .containsExactly(
              "--name",
              "--host",
              "--bind",
              "--port",
              "--join",
              "--cookie",
              "--cookie-file",
              "--config",
              "--functions",
              "--history",
              "--headless",
              "--json",
              "--color",
              "--help",
              "--version");
      assertThat(
              help.output().stream()
                  .takeWhile(line -> !line.equals("Examples:"))
                  .filter(line -> line.matches("  [a-z].*")))
          .extracting(line -> line.strip().replaceAll(" .*", ""))
          .containsExactlyElementsOf(Subcommands.NAMES);
    }
  }
}
