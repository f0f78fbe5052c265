package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows the exit status of a piped node, and of commands whose output cannot be written. */
@Tag(DistributedTests.TAG)
class StatusTest {

  private static final String LOST = "cannot write to standard output: No space left on device";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void aPipedNodeEndsWithTheStatusOfTheFirstLineThatFailed() throws Exception {
    assertThat(statusOfLines("@nosuch x\n/sned\n@bob hi\n")).isEqualTo(68);
    assertThat(statusOfLines("@bob hi\n")).isZero();
    assertThat(statusOfLines("@nosuch x\n/quit\n")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "send --help", "cookie", "completion bash"})
  void anOutputThatCannotBeWrittenIsAFailure(String command) throws Exception {
    expect(74, "error: " + LOST, command.split(" "));
  }

  @Test
  void anOutputThatCannotBeWrittenIsAFailureOfNodesAndSend() throws Exception {
    try (PipedProcess moebi = chat.startNode("moebi")) {
      expect(74, "error: " + LOST, "nodes");
      expectEvent(LOST, 74, "nodes", "--json");
      expect(74, "error: " + LOST, "send", "moebi", "hi"); // The answer of moebi cannot be shown.
      moebi.awaitOutput("send@localhost: hi");
    }
  }

  @Test
  void aNodeWhoseOutputCannotBeWrittenDoesNotStart() throws Exception {
    expect(74, "error: " + LOST, "--name", "kate");
    expectEvent(LOST, 74, "--name", "kate", "--headless", "--json");
  }

  @Test
  void outputOfAkkaAtItsStartGoesToTheLog() throws Exception {
    Path config = Files.writeString(home.resolve("loud.conf"), "akka.loglevel = LOUD\n");
    try (PipedProcess kate = chat.start("--name", "kate", "--config", config.toString())) {
      kate.awaitOutput("ready kate@localhost");
      kate.endInput();
      assertThat(kate.awaitExit()).isZero();
      assertThat(kate.output()).containsExactly("ready kate@localhost");
      assertThat(kate.errors()).isEmpty();
      assertThat(Files.readString(chat.logs().resolve("kate@localhost.log"))).contains("LOUD");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | a node needs a name; write --name kate, say | --json",
        "2 | \"ka te\" is not a node name; .* | send --json ka_te hi",
        "2 | unknown option --frob; .* | nodes --json --frob",
        "2 | no TEXT; write .* | send kate --json",
        "2 | --json stands before nodes; .* | --json nodes",
        "69 | no node is running; .* | nodes --json",
        "78 | cannot read the configuration no-such-file | --name kate --json --config no-such-file",
        "78 | cannot use the cookie file no-such-file: .* |"
            + " nodes --json --cookie-file no-such-file",
      })
  void aFailureToStartIsAnEventForPrograms(int status, String sentence, String arguments)
      throws Exception {
    String[] words = arguments.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("ka_te", "ka te");
    }
    try (PipedProcess command = chat.start(words)) {
      assertThat(command.awaitExit()).as("%s", command).isEqualTo(status);
      assertThat(command.output()).isEmpty();
      assertThat(command.errors()).hasSize(1);
      assertThat(EventLines.check(command.errors())).containsExactly("error");
      JsonNode error = EventLines.tree(command.errors().get(0));
      assertThat(error.get("text").asText()).matches(sentence);
      assertThat(error.get("status").asInt()).isEqualTo(status);
    }
  }

  private int statusOfLines(String lines) throws Exception {
    try (PipedProcess bob = chat.start("--name", "bob")) {
      bob.typeBytes(lines.getBytes(StandardCharsets.UTF_8));
      bob.endInput();
      return bob.awaitExit();
    }
  }

  private void expect(int status, String error, String... arguments) throws Exception {
    try (PipedProcess command = chat.startRedirected(">/dev/full", arguments)) {
      assertThat(command.awaitExit()).as("%s", command).isEqualTo(status);
      assertThat(command.errors()).containsExactly(error);
    }
  }

  private void expectEvent(String error, int status, String... arguments) throws Exception {
    try (PipedProcess command = chat.startRedirected(">/dev/full", arguments)) {
      assertThat(command.awaitExit()).as("%s", command).isEqualTo(status);
      assertThat(command.errors()).hasSize(1);
      assertThat(command.errors().get(0)).matches(EventLines.error(error, status));
    }
  }
}
