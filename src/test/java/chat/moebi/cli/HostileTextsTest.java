package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.TmuxTerminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends wide and hostile texts to a narrow terminal, whose grid must stay in order. */
@Tag(DistributedTests.TAG)
class HostileTextsTest {

  private static final int COLUMNS = 40;

  /** Enough rows for all texts. */
  private static final int ROWS = 400;

  private static final String DRAFT = "狗 draft";
  private static final String PROMPT = "chat(alex@localhost)> ";

  /** The width of the prompt and the draft: its first character has two columns. */
  private static final int CURSOR = PROMPT.length() + DRAFT.length() + 1;

  /** What is sent, and how it is shown. */
  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  // No more than 21 bytes make a character: the cells of tmux hold no more.
  static {
    same("plain words that are long enough for a second row of the terminal");
    same("👩‍👩‍👧 a family, 👍🏽 a thumb, ❤️ a heart and 🏳️‍🌈 a flag of joined characters");
    same("🇩🇪🇫🇷🇯🇵🇰🇪 are flags of two letters each 🇺🇸🇧🇷🇮🇳🇮🇹🇪🇸🇵🇹🇬🇷🇸🇪");
    same("犬は人間の最良の友である。".repeat(8));
    same(
        "combined: e\u0301 a\u0308 n\u0303 Z\u0351\u0353\u0349a\u0334l\u0335g\u0336o\u0337 "
            + "e\u0301".repeat(50));
    same("ภาษาไทยมีสระและวรรณยุกต์ที่ไม่กินที่".repeat(3));
    same("שלום עולם, the same in مرحبا بالعالم, from right to left");
    shown(
        "\033[2J\033[H\033]0;title\007red \033[31mtext",
        "\\x1b[2J\\x1b[H\\x1b]0;title\\x07red \\x1b[31mtext");
    shown("\u009b2J and \u0085 are C1", "\\x9b2J and \\x85 are C1");
    shown("evil \u202etxt.exe\u2066 order", "evil \\u202etxt.exe\\u2066 order");
    shown(
        "a line\u2028another\u2029and\u200bno\u2060room\ufeff",
        "a line\\u2028another\\u2029and\\u200bno\\u2060room\\ufeff");
    shown("a\u0007b\bc\u007fd", "a\\x07b\\x08c\\x7fd");
    same("x".repeat(4096));
    same("犬".repeat(1365));
    same("with\ttabs\tbetween\tthe\twords\tof\ta\ttext");
  }

  private static void same(String text) {
    TEXTS.put(text, text);
  }

  private static void shown(String sent, String expected) {
    TEXTS.put(sent, expected);
  }

  @TempDir Path home;

  @Test
  void aTerminalOf40ColumnsKeepsItsColumns() throws Exception {
    assumeTrue(TmuxTerminal.isInstalled(), "needs tmux");
    ChatProgram chat = new ChatProgram(home);
    try (TmuxTerminal alex =
        TmuxTerminal.start(chat, home, "alex.tmux", COLUMNS, ROWS, "--name", "alex")) {
      alex.awaitText("alex@localhost is ready");
      alex.type(DRAFT);
      alex.press("C-l");
      alex.awaitScreen("line alone", screen -> screen.equals(PROMPT + DRAFT));
      try (PipedProcess kate = chat.start("--name", "kate")) {
        kate.awaitOutput("ready kate@localhost");
        int number = 0;
        for (Map.Entry<String, String> text : TEXTS.entrySet()) {
          number++;
          kate.type("@alex " + text.getKey() + " end" + number);
          kate.awaitOutput("ok");
          alex.awaitText("end" + number + PROMPT + DRAFT);
          assertGridIsInOrder(alex, text.getValue() + " end" + number);
        }
      }
    }
  }

  private static void assertGridIsInOrder(TmuxTerminal alex, String text) throws Exception {
    String screen = alex.screen();
    assertThat(screen).endsWith("\n" + PROMPT + DRAFT);
    assertThat(alex.cursorColumn()).isEqualTo(CURSOR);
    assertThat(screen.replaceAll("\\s", "")).contains(text.replaceAll("\\s", ""));
    assertThat(alex.screenWithoutBreaksOfTheTerminal())
        .as("rows that are too wide for the terminal")
        .isEqualTo(screen);
    List<String> rows = screen.lines().toList();
    assertThat(rows.subList(0, rows.size() - 1))
        .as("rows of texts stand under each other")
        .allMatch(row -> row.matches("((\\d\\d:\\d\\d| {5}) kate@localhost: | {22})\\S.*"));
  }
}
