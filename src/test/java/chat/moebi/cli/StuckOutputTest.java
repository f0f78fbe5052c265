package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows a recipient whose standard output is a full pipe. */
@Tag(DistributedTests.TAG)
class StuckOutputTest {

  /** A text of which one fits into a pipe of 64 KiB, and two do not. */
  private static final String LONG = "x".repeat(60_000);

  private static final String NO_ANSWER =
      "error: no answer from kate@localhost within 5 s; the message may still arrive";

  @TempDir Path home;

  @Test
  void aNodeThatHasNoPlaceForAnotherTextIsBusyForNodesAndScripts() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    Path config = Files.writeString(home.resolve("small.conf"), "chat.max-tasks = 1");
    Path gate = gate(home);
    String reader = "{ read ready; echo $ready; read go < " + gate + "; cat; }";
    String busy = "error: kate@localhost is busy; try again";
    try (PipedProcess kate =
            chat.startInto(reader, "--name", "kate", "--headless", "--config", config.toString());
        PipedProcess tom = chat.start("--name", "tom");
        PipedProcess alex = chat.start("--name", "alex")) {
      kate.awaitOutput("ready kate@localhost");
      alex.awaitOutput("ready alex@localhost");
      tom.awaitOutput("ready tom@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost");
      ChatProgram.awaitPeers(tom, "kate@localhost");
      tom.type("@kate " + LONG);
      tom.awaitOutput("ok");
      tom.type("@kate " + LONG); // It fills the pipe, and kate's only place.
      tom.awaitError(NO_ANSWER);

      alex.type("@kate hi");
      alex.awaitError(busy);
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(75);
      ScriptTest.expect(chat, 75, "", busy, "send", "kate", "hi");

      Files.writeString(gate, "go\n");
      tom.awaitErrorLike("note: kate@localhost showed \"x+.*\" after \\d+ s");
      ScriptTest.expect(chat, 0, "", "", "send", "kate", "again");
      kate.awaitOutput("send@localhost: again");
      assertThat(kate.output()).doesNotContain("alex@localhost: hi", "send@localhost: hi");
    }
  }

  /** Creates a named pipe. A shell that reads from the pipe waits until a test writes to it. */
  static Path gate(Path home) throws Exception {
    Path gate = home.resolve("gate");
    try (PipedProcess mkfifo =
        PipedProcess.start(
            List.of("mkfifo", gate.toString()), Map.of("PATH", System.getenv("PATH")))) {
      assertThat(mkfifo.awaitExit(Duration.ofSeconds(10))).as("%s", mkfifo).isZero();
    }
    return gate;
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsWrittenAndNobodyElseIsHeldUp() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    Path gate = gate(home);
    String reader = "{ read ready; echo $ready; read go < " + gate + "; cat; }";
    try (PipedProcess kate = chat.startInto(reader, "--name", "kate", "--headless");
        PipedProcess alex = chat.start("--name", "alex");
        PipedProcess sophie = chat.start("--name", "sophie");
        PipedProcess tom = chat.startNode("tom")) {
      kate.awaitOutput("ready kate@localhost");
      alex.awaitOutput("ready alex@localhost");
      sophie.awaitOutput("ready sophie@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost", "tom@localhost");
      ChatProgram.awaitPeers(sophie, "kate@localhost", "tom@localhost");

      alex.type("@kate " + LONG);
      alex.awaitOutput("ok"); // It is in the pipe, and that is all that kate can know.
      alex.type("@kate " + LONG);
      alex.type("@tom after it");
      tom.awaitOutput("alex@localhost: after it"); // The text before it has timed out by then.
      alex.awaitError(NO_ANSWER);

      sophie.type("@kate and what I write");
      for (int i = 0; i < 100; i++) {
        sophie.type("@tom " + i);
      }
      sophie.awaitError(NO_ANSWER);
      tom.awaitOutput("sophie@localhost: 99");
      alex.type("/nodes");
      alex.awaitOutput("kate@localhost up"); // kate has answered all heartbeats.
      assertThat(List.of(alex, sophie, tom))
          .allSatisfy(node -> assertThat(node.errors()).noneMatch(line -> line.contains("reach")));

      Files.writeString(gate, "go\n");
      kate.awaitOutput("alex@localhost: " + LONG);
      kate.awaitOutput("alex@localhost: " + LONG);
      kate.awaitOutput("sophie@localhost: and what I write");
      alex.awaitErrorLike("note: kate@localhost showed \"x+.*\" after \\d+ s");
      sophie.awaitErrorLike("note: kate@localhost showed \"and what I write\" after \\d+ s");
      alex.type("@kate hi");
      kate.awaitOutput("alex@localhost: hi");
      alex.awaitOutput("ok");
      assertThat(kate.output()).hasSize(5);
    }
  }
}
