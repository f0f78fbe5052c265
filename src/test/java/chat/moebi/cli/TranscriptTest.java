package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.TmuxTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the screens of a conversation of three nodes with {@code src/test/resources/screens}.
 *
 * <p>{@code -Dchat.test.record=true} writes the files anew; read them before they are committed.
 * {@code docs/using.md} quotes those of 80 columns, which {@code DocumentsTest} checks.
 */
@Tag(DistributedTests.TAG)
class TranscriptTest {

  private static final Path SCREENS = Path.of("src/test/resources/screens");

  /** Enough for the conversation: a narrow terminal breaks more lines. */
  private static final int CELLS = 4000;

  private static final boolean IS_RECORDING = Boolean.getBoolean("chat.test.record");

  @TempDir Path home;

  private ChatProgram chat;
  private int columns;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(TmuxTerminal.isInstalled(), "needs tmux");
    chat = new ChatProgram(home);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 120})
  void threeNodesConverse(int width) throws Exception {
    columns = width;
    try (TmuxTerminal kate = start("kate");
        TmuxTerminal moebi = start("moebi");
        TmuxTerminal alex = start("alex")) {
      writeToEachOther(alex, kate);
      meetInARoom(alex, kate, moebi);
      askAndErr(alex);
      moebi.enter("/quit");
      assertThat(moebi.awaitExit()).isZero();
      alex.awaitText("moebi@localhost left");
      compare("alex", alex);
      compare("kate", kate);
      alex.enter("/clear");
      alex.awaitScreen("a cleared screen", screen -> !screen.contains("left"));
      alex.enter("/help");
      alex.awaitText("/quit");
      alex.awaitEndOfText("chat(alex@localhost)>");
      compare("help", alex);
    }
  }

  private TmuxTerminal start(String name) throws Exception {
    int rows = Math.max(30, CELLS / columns);
    TmuxTerminal terminal =
        TmuxTerminal.start(chat, home, name + ".tmux", columns, rows, "--name", name);
    terminal.awaitText(name + "@localhost is ready");
    return terminal;
  }

  private static void writeToEachOther(TmuxTerminal alex, TmuxTerminal kate) throws Exception {
    send(alex, "@kate lunch at noon?", "ok");
    kate.awaitText("alex@localhost: lunch at noon?");
    send(
        kate,
        "@alex with pleasure! And then a walk around the lake, it is too fine for a desk",
        "ok");
    alex.awaitText("too fine for a desk");
    send(alex, "Moebi will be glad", "ok");
    kate.awaitText("Moebi will be glad");
  }

  private static void meetInARoom(TmuxTerminal alex, TmuxTerminal kate, TmuxTerminal moebi)
      throws Exception {
    send(kate, "/join #dogs", "ok");
    send(moebi, "/join #dogs", "ok");
    send(alex, "/join #dogs", "ok");
    send(alex, "#dogs who has seen the red ball?", "ok 2");
    kate.awaitText("#dogs alex@localhost: who has seen the red ball?");
    send(kate, "#dogs under the sofa 🐕", "ok 2");
    alex.awaitText("under the sofa");
  }

  private static void askAndErr(TmuxTerminal alex) throws Exception {
    send(alex, "@moebi hi", "moebi@localhost: chicken? ok");
    send(alex, "/nodes", "moebi@localhost up");
    send(alex, "/sned kate hi", "error: unknown command /sned; did you mean /send?");
  }

  /** Types a line and waits until the answer stands above the next prompt. */
  private static void send(TmuxTerminal node, String line, String answer) throws Exception {
    node.type(line);
    node.awaitEndOfText(line); // The answer to the line before must not be taken for this one's.
    node.press("Enter");
    node.awaitScreen(
        answer + " above the prompt",
        screen -> screen.replaceAll("\\s", "").matches("(?s).*" + answerAtTheEnd(answer)));
  }

  private static String answerAtTheEnd(String answer) {
    return Pattern.quote(answer.replace(" ", "")) + "chat\\([^)]*\\)>";
  }

  private void compare(String name, TmuxTerminal terminal) throws Exception {
    Path file = SCREENS.resolve(columns + "-" + name + ".txt");
    if (IS_RECORDING) {
      Files.createDirectories(SCREENS);
      Files.writeString(file, normalized(terminal.screen()) + "\n");
    }
    String expected = Files.readString(file).stripTrailing();
    terminal.awaitScreen(
        "screen as in " + file + ":\n" + expected + "\nbut",
        screen -> normalized(screen).equals(expected));
  }

  /** Replaces the first time by 12:04, and later ones by blanks, as if no minute had passed. */
  private static String normalized(String screen) {
    String withoutTimes = screen.replaceAll("(?m)^\\d\\d:\\d\\d ", " ".repeat(6));
    return withoutTimes.replaceFirst("(?m)^ {6}(?=\\S)", "12:04 ");
  }
}
