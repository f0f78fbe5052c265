package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the lesson's two chat scenes on three JVMs, over pipes and at a terminal. */
@Tag(DistributedTests.TAG)
class LessonTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void overPipes() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess moebi = chat.startNode("moebi");
        PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      alex.type("/send kate hi");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: hi");

      alex.type("/send moebi hi");
      alex.awaitOutput("moebi@localhost: chicken?");
      alex.awaitOutput("ok");
      moebi.awaitOutput("alex@localhost: hi");

      alex.endInput();
      assertThat(alex.awaitExit()).isZero();
      kate.terminate();
      moebi.terminate();
      assertThat(kate.awaitExit()).isEqualTo(143);
      assertThat(moebi.awaitExit()).isEqualTo(143);
      assertThat(alex.output())
          .containsExactly("ready alex@localhost", "ok", "moebi@localhost: chicken?", "ok");
      assertThat(kate.output()).containsExactly("ready kate@localhost", "alex@localhost: hi");
      assertThat(moebi.output()).containsExactly("ready moebi@localhost", "alex@localhost: hi");
      assertThat(alex.errors()).isEmpty();
    }
  }

  @Test
  void atATerminal() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (ScreenProcess kate = chat.startOnScreen("--name", "kate")) {
      kate.awaitScreen("^chat\\(kate@localhost\\)>$", SOON);
      try (ScreenProcess moebi = chat.startOnScreen("--name", "moebi")) {
        moebi.awaitScreen("^chat\\(moebi@localhost\\)>$", SOON);
        try (ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
          alex.awaitScreen("^chat\\(alex@localhost\\)>$", SOON);
          converse(alex, kate, moebi);
        }
      }
    }
  }

  private static void converse(ScreenProcess alex, ScreenProcess kate, ScreenProcess moebi)
      throws InterruptedException {
    kate.type("I am just typ"); // A message must not break this line.
    kate.awaitScreen("> I am just typ$", SOON);

    alex.type("/send kate hi\r");
    alex.awaitScreen(
        "^chat\\(alex@localhost\\)> /send kate hi\nok\nchat\\(alex@localhost\\)>$", SOON);
    kate.awaitScreen(
        "^alex@localhost: hi\n(note: .*\n)*chat\\(kate@localhost\\)> I am just typ$", SOON);

    alex.type("/send moebi hi\r");
    alex.awaitScreen(
        "^chat\\(alex@localhost\\)> /send moebi hi\n"
            + "moebi@localhost: chicken\\?\nok\nchat\\(alex@localhost\\)>$",
        SOON);
    moebi.awaitScreen("^alex@localhost: hi$", SOON);

    assertThat(messages(kate)).containsExactly("alex@localhost: hi");

    alex.type("\004");
    assertThat(alex.awaitExit(SOON)).isZero();
    moebi.type("/quit\r");
    assertThat(moebi.awaitExit(SOON)).isZero();
    kate.awaitScreen("note: moebi@localhost left", SOON);
    kate.type("\003"); // Drops the line,
    kate.awaitScreen("> I am just typ\nchat\\(kate@localhost\\)>$", SOON);
    kate.type("\003"); // and on an empty one leaves.
    assertThat(kate.awaitExit(SOON)).isEqualTo(130);
  }

  private static List<String> messages(ScreenProcess node) {
    return node.screen().stream().filter(line -> line.matches("\\S+@\\S+: .*")).toList();
  }
}
