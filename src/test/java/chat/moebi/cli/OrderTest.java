package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that lines piped to a node arrive in order, once, and acknowledged. */
@Tag(DistributedTests.TAG)
class OrderTest {

  private static final int LINES = 1_000;
  private static final int SENDERS = Boolean.getBoolean("chat.test.full") ? 10 : 2;

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void aThousandLinesOfOneSender() throws Exception {
    sendFrom(List.of("alex"));
  }

  @Test
  void aThousandLinesOfEachOfSeveralSendersAtOnce() throws Exception {
    sendFrom(IntStream.range(0, SENDERS).mapToObj(i -> "alex" + i).toList());
  }

  @Test
  void readyIsTheFirstLineThoughOthersWriteAllAlong() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      try (PipedProcess kate = chat.start("--name", "kate", "--headless")) {
        while (kate.output().isEmpty()) {
          alex.type("@kate hi");
          alex.type("/nodes"); // Its answer comes after the answers to all lines before.
          alex.awaitOutput("alex@localhost self");
        }
        assertThat(kate.output().get(0)).isEqualTo("ready kate@localhost");
      }
    }
  }

  private void sendFrom(List<String> names) throws Exception {
    List<PipedProcess> senders = new ArrayList<>();
    try (PipedProcess kate = chat.startNode("kate")) {
      for (String name : names) {
        senders.add(chat.start("--name", name));
      }
      for (int i = 0; i < names.size(); i++) {
        senders.get(i).awaitOutput("ready " + names.get(i) + "@localhost");
      }
      for (PipedProcess sender : senders) {
        pipe(sender);
      }
      for (PipedProcess sender : senders) {
        assertThat(sender.awaitExit()).isZero();
        assertThat(sender.output().subList(1, sender.output().size()))
            .isEqualTo(Collections.nCopies(LINES, "ok"));
      }
      kate.terminate();
      kate.awaitExit();
      for (String name : names) {
        String from = name + "@localhost: ";
        assertThat(kate.output().stream().filter(line -> line.startsWith(from)))
            .containsExactlyElementsOf(IntStream.range(0, LINES).mapToObj(i -> from + i).toList());
      }
    } finally {
      senders.forEach(PipedProcess::close);
    }
  }

  private static void pipe(PipedProcess sender) throws IOException {
    String lines =
        IntStream.range(0, LINES).mapToObj(i -> "@kate " + i + "\n").collect(Collectors.joining());
    sender.typeBytes(lines.getBytes(StandardCharsets.UTF_8));
    sender.endInput();
  }
}
