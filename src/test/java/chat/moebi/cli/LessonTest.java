package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
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

/** Plays the lesson on three JVMs, over pipes and at a terminal: processes, tasks, chat, Moebi. */
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
      LessonScenes.play(alex, kate, moebi);
      alex.endInput();
      assertThat(alex.awaitExit()).isZero();
      kate.terminate();
      moebi.terminate();
      assertThat(kate.awaitExit()).isEqualTo(143);
      assertThat(moebi.awaitExit()).isEqualTo(143);
      LessonScenes.assertShown(alex, kate, moebi);
      assertThat(alex.errors()).isEmpty();
    }
  }

  @Test
  void atATerminal() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (ScreenProcess kate = chat.startOnScreen("--name", "kate")) {
      kate.awaitScreen("^kate@localhost is ready, ", SOON);
      try (ScreenProcess moebi = chat.startOnScreen("--name", "moebi")) {
        moebi.awaitScreen("^moebi@localhost is ready, ", SOON);
        try (ScreenProcess alex = chat.startOnScreen("--name", "alex")) {
          alex.awaitScreen(
              "^alex@localhost is ready, with kate@localhost, moebi@localhost; /help explains\n"
                  + "to chat, .*\nTab completes, .*\nchat\\(alex@localhost\\)>$",
              SOON);
          spawn(alex, kate);
          crash(alex, kate);
          converse(alex, kate, moebi);
        }
      }
    }
  }

  private static void spawn(ScreenProcess alex, ScreenProcess kate) throws InterruptedException {
    alex.type("/spawn kate say_name\r");
    alex.awaitScreen(
        "^chat\\(alex@localhost\\)> /spawn kate say_name\n"
            + "(Hi, my name is Kate\n<kate@localhost\\.1>|<kate@localhost\\.1>\nHi, my name is Kate)\n"
            + "chat\\(alex@localhost\\)>$",
        SOON);
    assertThat(kate.screen()).noneMatch(line -> line.startsWith("Hi,"));

    alex.type("/task kate say_name\r");
    alex.awaitScreen(
        "^chat\\(alex@localhost\\)> /task kate say_name\nok\nchat\\(alex@localhost\\)>$", SOON);
    kate.awaitScreen("^Hi, my name is Kate$", SOON);

    alex.type("/spawn kate greet\r/send <kate@localhost.2> hi\r/flush\r");
    alex.awaitScreen("^<kate@localhost\\.2>\n", SOON);
    alex.awaitScreen("^sup\\?\nok\nchat\\(alex@localhost\\)>$", SOON);
  }

  private static void crash(ScreenProcess alex, ScreenProcess kate) throws InterruptedException {
    alex.type("/self\r");
    alex.awaitScreen("^<alex@localhost\\.0>\nchat\\(alex@localhost\\)>$", SOON);
    alex.type("/spawn kate crash no paper\r");
    alex.awaitScreen("^\\*\\* \\(EXIT from <kate@localhost\\.3>\\) no paper$", SOON);
    alex.type("/self\r");
    alex.awaitScreen("^<alex@localhost\\.1>\nchat\\(alex@localhost\\)>$", SOON);
    assertThat(kate.screen()).noneMatch(line -> line.contains("no paper"));
  }

  private static void converse(ScreenProcess alex, ScreenProcess kate, ScreenProcess moebi)
      throws InterruptedException {
    kate.type("I am just typ"); // A message must not break this line.
    kate.awaitScreen("> I am just typ$", SOON);

    alex.type("/send kate hi\r");
    alex.awaitScreen("^" + TIME + "> kate@localhost: hi\nok\nchat\\(alex@localhost\\)>$", SOON);
    kate.awaitScreen(
        "^" + TIME + "alex@localhost: hi\nchat\\(kate@localhost\\)> I am just typ$", SOON);

    alex.type("/send moebi hi\r");
    alex.awaitScreen(
        "^"
            + TIME
            + "> moebi@localhost: hi\n"
            + TIME
            + "moebi@localhost: chicken\\?\nok\nchat\\(alex@localhost\\)>$",
        SOON);
    moebi.awaitScreen("^" + TIME + "alex@localhost: hi$", SOON);

    assertThat(messages(kate)).containsExactly("alex@localhost: hi");

    alex.type("\004");
    assertThat(alex.awaitExit(SOON)).isZero();
    moebi.type("/quit\r");
    assertThat(moebi.awaitExit(SOON)).isZero();
    kate.awaitScreen("^      alex@localhost left$", SOON); // Kate has not talked with moebi.
    kate.type("\003"); // Drops the line,
    kate.awaitScreen("> I am just typ\nchat\\(kate@localhost\\)>$", SOON);
    kate.type("\003"); // and on an empty one says how to leave.
    kate.awaitScreen("^to leave, write /quit or press Ctrl-D\nchat\\(kate@localhost\\)>$", SOON);
    kate.type("\004");
    assertThat(kate.awaitExit(SOON)).isZero();
  }

  private static List<String> messages(ScreenProcess node) {
    return node.screen().stream()
        .filter(line -> line.matches(TIME + "\\S+@\\S+: .*"))
        .map(line -> line.replaceFirst(TIME, ""))
        .toList();
  }
}
