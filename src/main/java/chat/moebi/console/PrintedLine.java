package chat.moebi.console;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Pattern;

/** Marks lines of processes that look like the chat's own messages, answers, notes or errors. */
final class PrintedLine {

  private static final String MARK = "| ";

  /**
   * The chat's own lines. They begin with a node, a room, a pid, a word of the chat or a prompt; a
   * time and a {@code >} may precede those.
   */
  private static final Pattern OF_THE_CHAT =
      Pattern.compile(
          "[\\s\\p{Z}]*(\\d\\d:\\d\\d[\\s\\p{Z}]+)?(>[\\s\\p{Z}]+)?(\\S+@\\S.*"
              + "|#\\S+([\\s\\p{Z}]+\\S+@\\S|:).*"
              + "|(note|error)[\\s\\p{Z}]*:.*"
              + "|ok([\\s\\p{Z}:].*)?"
              + "|(\\*\\*|EXIT|DOWN|ready)[\\s\\p{Z}].*"
              + "|chat\\(.*)",
          Pattern.DOTALL);

  /** Format characters, marks on letters, the fillers of Hangul, and Braille without a dot. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{M}\u115f\u1160\u2800]");

  private PrintedLine() {}

  /** Returns the line; behind a mark if it could be taken for a line of the chat itself. */
  static String marked(String line) {
    return OF_THE_CHAT.matcher(plain(line)).matches() ? MARK + line : line;
  }

  // Wide letters, and letters with invisible marks, look like plain letters.
  private static String plain(String line) {
    return INVISIBLE.matcher(Normalizer.normalize(line, Form.NFKD)).replaceAll("");
  }
}
