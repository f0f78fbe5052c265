package chat.moebi.console;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Escapes text that is shown. Characters that could steer a terminal, change the order in which
 * text is read, break a line or hide text are shown by their codes. Joiners, combining marks and
 * variation selectors stay, because many languages and emoji need them.
 */
public final class Escape {

  /** The flag of a region: a black flag, tags of 3 to 6 letters and digits, and a final tag. */
  private static final String FLAG =
      "\\x{1f3f4}[\\x{e0030}-\\x{e0039}\\x{e0061}-\\x{e007a}]{3,6}\\x{e007f}";

  private static final String CONTROL =
      "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f" // C0 without the tab, DEL and C1
          + "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069" // bidirectional controls
          + "\\u2028\\u2029" // separators of lines and paragraphs
          + "\\u200b\\u2060-\\u2064\\ufeff" // invisible spaces and operators
          + "\\x{e0000}-\\x{e007f}]"; // tags

  private static final Pattern FLAG_OR_CONTROL = Pattern.compile("(" + FLAG + ")|" + CONTROL);

  private Escape() {}

  /**
   * Returns the text with each control character shown as {@code \x1b}, {@code \u202e} or {@code
   * \U000e0041}, and each newline as {@code \n}; a tab stays.
   */
  public static String controls(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)
        ? text
        : FLAG_OR_CONTROL.matcher(text).replaceAll(Escape::shown);
  }

  // Two backslashes in a replacement stand for one.
  private static String shown(MatchResult found) {
    int c = found.group().codePointAt(0);
    if (found.group(1) != null) {
      return found.group();
    } else if (c == '\n') {
      return "\\\\n";
    }
    return String.format(c < 0x100 ? "\\\\x%02x" : c < 0x10000 ? "\\\\u%04x" : "\\\\U%08x", c);
  }
}
