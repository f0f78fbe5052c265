package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and stops nodes repeatedly: none may hang while it ends. */
@Tag(DistributedTests.TAG)
class StartsTest {

  private static final int STARTS = Boolean.getBoolean("chat.test.full") ? 200 : 8;

  /** The promised 5 s, and a reserve for a busy machine. */
  private static final Duration IN_TIME = Duration.ofSeconds(6);

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void nodesEndInTimeAloneBesideAnotherAndTogether() throws Exception {
    for (int started = 0; started < STARTS; started += 4) {
      try (PipedProcess alex = chat.start("--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
        alex.terminate(); // Alone.
        assertThat(alex.awaitExit(IN_TIME)).isEqualTo(143);
      }
      try (PipedProcess kate = chat.start("--name", "kate")) {
        kate.awaitOutput("ready kate@localhost");
        try (PipedProcess alex = chat.start("--name", "alex")) {
          alex.awaitOutput("ready alex@localhost");
          alex.type("@kate hi");
          alex.awaitOutput("ok");
          alex.endInput(); // While another runs.
          assertThat(alex.awaitExit(IN_TIME)).isZero();
        }
        try (PipedProcess alex = chat.start("--name", "alex")) {
          alex.awaitOutput("ready alex@localhost");
          alex.terminate(); // Both together.
          kate.terminate();
          assertThat(alex.awaitExit(IN_TIME)).isEqualTo(143);
          assertThat(kate.awaitExit(IN_TIME)).isEqualTo(143);
        }
      }
    }
  }
}
