package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows that a node waits for its sockets as it is meant to: without that it is slow, and works.
 */
@Tag(DistributedTests.TAG)
class SelectorTest {

  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  @TempDir Path home;

  @Test
  void aNodesSelectorSpins() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess jcmd =
            PipedProcess.start(
                List.of(
                    JCMD.toString(),
                    "-J-Djava.io.tmpdir=" + home.resolve("tmp"),
                    Long.toString(kate.pid()),
                    "GC.class_histogram"),
                chat.environment())) {
      assertThat(jcmd.awaitExit()).isZero();
      assertThat(jcmd.output())
          .anyMatch(line -> line.endsWith(" chat.moebi.dispatch.SpinningSelector"));
    }
  }
}
