package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the program with closed standard streams, whose numbers the JVM then uses. */
@Tag(DistributedTests.TAG)
class ClosedStreamsTest {

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- 2>&-"})
  void aClosedInputHasNoLines(String closed) throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      try (PipedProcess send = chat.startRedirected(closed, "send", "kate", "-")) {
        assertThat(send.awaitExit()).as("%s", send).isZero();
        assertThat(send.errors()).isEmpty();
      }
      try (PipedProcess alex = chat.startRedirected(closed, "--name", "alex")) {
        assertThat(alex.awaitExit()).as("%s", alex).isZero();
        assertThat(alex.output()).containsExactly("ready alex@localhost");
      }
      assertThat(kate.output()).containsExactly("ready kate@localhost");
    }
  }

  @Test
  void aClosedOutputCountsAsOneThatCannotBeWritten() throws Exception {
    for (List<String> command :
        List.of(List.of("--name", "kate"), List.of("cookie"), List.of("--version"))) {
      String[] words = command.toArray(String[]::new);
      try (PipedProcess program = chat.startRedirected(">&-", words)) {
        assertThat(program.awaitExit()).as("%s", program).isEqualTo(74);
        assertThat(program.errors())
            .containsExactly("error: cannot write to standard output: Bad file descriptor");
      }
    }
  }

  @Test
  void withAClosedErrorOutputEverythingElseWorks() throws Exception {
    try (PipedProcess kate = chat.startRedirected("2>&-", "--name", "kate")) {
      kate.awaitOutput("ready kate@localhost");
      kate.type("@nobody hi");
      kate.type("@kate hi");
      kate.awaitOutput("kate@localhost: hi");
      kate.endInput();
      assertThat(kate.awaitExit()).isEqualTo(68);
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void anInputThatCannotBeReadIsAFailure() throws Exception {
    try (PipedProcess kate = chat.startRedirected("</", "--name", "kate")) {
      assertThat(kate.awaitExit()).as("%s", kate).isEqualTo(74);
      assertThat(kate.errors())
          .containsExactly("error: cannot read from standard input: Is a directory");
    }
  }
}
