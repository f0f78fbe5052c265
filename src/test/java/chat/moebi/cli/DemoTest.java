package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demo, the first thing that a new user sees. */
@Tag(DistributedTests.TAG)
class DemoTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void overPipesBesideARealNodeThatItNeitherMeetsNorHinders() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess demo = chat.start("demo")) {
      demo.type("@moebi hi");
      demo.type("@kate hi");
      demo.type("/nodes");
      demo.endInput();
      assertThat(demo.awaitExit()).isZero();
      assertThat(demo.output())
          .containsExactly(
              "ready alex@localhost",
              "[moebi] alex@localhost: hi",
              "moebi@localhost: chicken?",
              "ok",
              "[kate] alex@localhost: hi",
              "ok",
              "alex@localhost self",
              "kate@localhost up",
              "moebi@localhost up");
      assertThat(demo.errors()).isEmpty();
      assertThat(kate.output()).containsExactly("ready kate@localhost");
      assertThat(kate.errors()).isEmpty();
      try (Stream<Path> left = Files.list(home.resolve("tmp"))) {
        assertThat(left.filter(path -> path.toString().contains("demo"))).isEmpty();
      }
    }
  }

  @Test
  void atATerminal() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (ScreenProcess demo = chat.startOnScreen("demo")) {
      demo.awaitScreen("^alex@localhost is ready, .*\nchat\\(alex@localhost\\)>$", SOON);
      demo.type("@moebi hi\r");
      demo.awaitScreen(
          "^"
              + TIME
              + "> moebi@localhost: hi\n"
              + "\\[moebi\\] alex@localhost: hi\n"
              + TIME
              + "moebi@localhost: chicken\\?\nok\nchat\\(alex@localhost\\)>$",
          SOON);
      demo.type("/quit\r");
      assertThat(demo.awaitExit(SOON)).isZero();
    }
  }
}
