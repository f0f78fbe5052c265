package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.TmuxTerminal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types lines while messages arrive, while the terminal is resized, and before the prompt is. */
@Tag(DistributedTests.TAG)
class DraftTest {

  private static final int ROWS = 60;
  private static final String PROMPT = "chat(alex@localhost)> ";

  /** Lines that need several rows; programs and terminals count their columns differently. */
  private static final List<String> DRAFTS =
      List.of(
          "a draft that needs more than one row of a terminal, and often three or four of them; ",
          "👩‍👩‍👧 ".repeat(20),
          "🇩🇪🇫🇷🇯🇵🇰🇪🇺🇸🇧🇷".repeat(8),
          "✅ ⭐☕⚡❌".repeat(12),
          "👍🏽 a thumb, ❤️ a heart, 🏳️‍🌈 a flag, 1️⃣ a key; ".repeat(3),
          "犬は人間の最良の友である。".repeat(7),
          "e\u0301a\u0308 n\u0303".repeat(30),
          "ภาษาไทยมีสระและวรรณยุกต์".repeat(6));

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(TmuxTerminal.isInstalled(), "needs tmux");
    chat = new ChatProgram(home);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 120})
  void aMessageLeavesTheDraftTheCursorAndTheMessagesBeforeAsTheyWere(int columns) throws Exception {
    try (PipedProcess kate = startKate();
        TmuxTerminal alex = start(columns)) {
      for (String draft : DRAFTS) {
        alex.press("C-l");
        alex.awaitScreen("cleared screen", screen -> text(screen).equals(text(PROMPT)));
        send(kate, alex, "an earlier message");
        typeWithTheCursorInside(alex, "@kate " + draft);
        List<String> rows = rowsOfDraft(alex);
        int cursor = alex.cursorColumn();

        send(kate, alex, "a message that arrives");
        send(kate, alex, "and one more");

        assertThat(text(alex.screen()).replaceAll("\\d\\d:\\d\\d", ""))
            .isEqualTo(
                text(
                    "kate@localhost: an earlier message"
                        + "kate@localhost: a message that arrives"
                        + "kate@localhost: and one more"
                        + String.join("", rows)));
        assertThat(rowsOfDraft(alex)).isEqualTo(rows);
        assertThat(alex.cursorColumn()).isEqualTo(cursor);
        alex.press("Enter");
        kate.awaitOutput("alex@localhost: " + draft + "e!nd");
        alex.awaitScreen("answer", screen -> text(screen).endsWith("ok" + text(PROMPT)));
      }
    }
  }

  @Test
  void resizingLeavesTheDraftAndTheMessagesWhole() throws Exception {
    try (PipedProcess kate = startKate();
        TmuxTerminal alex = start(120)) {
      alex.resize(120, 30);
      alex.enter("/help"); // A narrower tmux would move the rows of a screen that is not full.
      alex.awaitEndOfText("leaves the cluster and ends" + PROMPT);
      for (String draft :
          DRAFTS.subList(0, 3)) { // Wide characters at the edge are wrapped otherwise.
        alex.press("C-c");
        send(kate, alex, "an earlier message");
        typeWithTheCursorInside(alex, "@kate " + draft);
        String expected = "kate@localhost: an earlier message" + PROMPT + "@kate " + draft + "e!";
        for (int columns : List.of(20, 120, 40, 30, 80, 20, 40, 120)) {
          alex.resize(columns, 30);
          alex.type("+");
          expected += "+";
          alex.awaitEndOfLongText(expected + "nd");
        }
        send(kate, alex, "a later message");
        alex.awaitEndOfLongText(expected.replace("an earlier", "a later") + "nd");
      }
    }
  }

  @Test
  void whatIsTypedBeforeThePromptStandsOnce() throws Exception {
    try (PipedProcess kate = startKate();
        TmuxTerminal alex = TmuxTerminal.start(chat, home, "a.tmux", 80, 30, "--name", "alex")) {
      alex.enter("@kate ahead");
      alex.enter("/self");
      alex.type("half");
      kate.awaitOutput("alex@localhost: ahead");
      alex.awaitText("> kate@localhost: ahead");
      alex.awaitText("<alex@localhost.0>");
      alex.awaitText("ok");
      String screen =
          alex.awaitScreen("end of the line", shown -> shown.endsWith("\n" + PROMPT + "half"));
      assertThat(screen).containsOnlyOnce("ahead").containsOnlyOnce("/self").startsWith(PROMPT);
      assertThat(screen.lines()).filteredOn(line -> line.contains("half")).hasSize(1);
    }
  }

  @Test
  void aDumbTerminalShowsMessagesInLinesOfTheirOwnAndTheDraftBelow() throws Exception {
    try (PipedProcess kate = startKate();
        TmuxTerminal alex =
            TmuxTerminal.startAs("dumb", chat, home, "a.tmux", 40, 30, "--name", "alex")) {
      alex.awaitText("Tab completes, /help lists the commands, /quit or Ctrl-D leaves" + PROMPT);
      alex.type("@kate half");
      send(kate, alex, "one");
      alex.awaitScreen(
          "draft", screen -> screen.endsWith("\nkate@localhost: one\n" + PROMPT + "@kate half"));
      alex.press("BSpace", "Left");
      alex.type("l!");
      alex.press("Enter");
      kate.awaitOutput("alex@localhost: hal!l");
      alex.awaitScreen("line", screen -> screen.endsWith("@kate hal!l\nok\n" + PROMPT.strip()));

      alex.type("@kate longer than a row of it");
      alex.awaitScreen(
          "rows", screen -> screen.endsWith(PROMPT + "@kate longer than\n a row of it"));
      send(kate, alex, "two");
      alex.awaitScreen(
          "draft",
          screen ->
              screen.endsWith(
                  "@kate longer than\n a row of it\nkate@localhost: two\n"
                      + (PROMPT + "@kate longer than\n a row of it")));
    }
  }

  private PipedProcess startKate() throws Exception {
    PipedProcess kate = chat.start("--name", "kate");
    kate.awaitOutput("ready kate@localhost");
    return kate;
  }

  private TmuxTerminal start(int columns) throws Exception {
    TmuxTerminal alex =
        TmuxTerminal.start(chat, home, "alex.tmux", columns, ROWS, "--name", "alex");
    alex.awaitText("/quit or Ctrl-D leaves" + PROMPT);
    return alex;
  }

  /**
   * Types a line that ends with {@code e!nd}, and leaves the cursor behind the exclamation mark.
   */
  private static void typeWithTheCursorInside(TmuxTerminal alex, String line) throws Exception {
    alex.type(line + "end");
    alex.awaitEndOfText(line + "end");
    alex.press("Left", "Left");
    alex.type("!");
    alex.awaitEndOfText(line + "e!nd");
  }

  private static void send(PipedProcess kate, TmuxTerminal alex, String text) throws Exception {
    kate.type("@alex " + text);
    kate.awaitOutput("ok");
    alex.awaitText("kate@localhost: " + text);
  }

  private static List<String> rowsOfDraft(TmuxTerminal alex) throws Exception {
    String screen = alex.screen();
    return screen.substring(screen.lastIndexOf("chat(")).lines().toList();
  }

  /** Returns what a screen says, however it is broken into rows. */
  private static String text(String screen) {
    return screen.replaceAll("\\s", "");
  }
}
