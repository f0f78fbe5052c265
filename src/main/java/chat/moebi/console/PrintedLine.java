package chat.moebi.console;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Pattern;

/**
 * Tells a line that a process prints from the lines of the chat itself: messages, answers, notes
 * and errors.
 */
final class PrintedLine {

  private static final String MARK = "| ";

  /**
   * How the chat's own lines begin: with a node's name or a pid, with {@code ok}, {@code note:} or
   * {@code error:}, with a word of an answer, or as a prompt.
   */
  private static final Pattern OF_THE_CHAT =
      Pattern.compile(
          "[\\s\\p{Z}]*(\\S+@\\S.*"
              + "|(note|error)[\\s\\p{Z}]*:.*"
              + "|ok([\\s\\p{Z}:].*)?"
              + "|(\\*\\*|EXIT|DOWN|ready)[\\s\\p{Z}].*"
              + "|chat\\(.*)",
          Pattern.DOTALL);

  /**
   * What has no width, only changes the look of the character before it, or is a letter or symbol
   * that looks blank: the fillers of Hangul, and Braille without a dot.
   */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{M}\u115f\u1160\u2800]");

  private PrintedLine() {}

  /** Returns the line, behind a mark if it could be taken for a line of the chat itself. */
  static String marked(String line) {
    return OF_THE_CHAT.matcher(plain(line)).matches() ? MARK + line : line;
  }

  // As a reader sees it: wide letters and letters with invisible marks look like plain ones.
  private static String plain(String line) {
    return INVISIBLE.matcher(Normalizer.normalize(line, Form.NFKD)).replaceAll("");
  }
}
