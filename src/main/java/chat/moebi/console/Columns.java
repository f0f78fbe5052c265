package chat.moebi.console;

import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Measures text in columns of a terminal. Where terminals differ, the greatest width counts, so
 * that no row is longer than measured.
 */
final class Columns {

  /** A character as people count them: a letter with its marks, a flag, a family of emoji. */
  static final Pattern CHARACTER = Pattern.compile("\\X");

  static final int TAB = 8;

  /** Asks for the colourful form of a character, which is wide. */
  private static final int EMOJI_SELECTOR = 0xfe0f;

  /** The emoji outside the supplementary planes that are wide without a selector. */
  private static final Pattern WIDE_SYMBOL =
      Pattern.compile(
          "[\\u231a\\u231b\\u23e9-\\u23ec\\u23f0\\u23f3\\u25fd\\u25fe\\u2614\\u2615\\u2648-\\u2653"
              + "\\u267f\\u2693\\u26a1\\u26aa\\u26ab\\u26bd\\u26be\\u26c4\\u26c5\\u26ce\\u26d4"
              + "\\u26ea\\u26f2\\u26f3\\u26f5\\u26fa\\u26fd\\u2705\\u270a\\u270b\\u2728\\u274c"
              + "\\u274e\\u2753-\\u2755\\u2757\\u2795-\\u2797\\u27b0\\u27bf\\u2b1b\\u2b1c\\u2b50"
              + "\\u2b55]");

  /** Tangut, Khitan, Nushu and historic Kana, which JLine's table does not have. */
  private static final int FIRST_IDEOGRAM = 0x16fe0;

  private static final int LAST_IDEOGRAM = 0x1b2fb;

  private static final int FIRST_SKIN_TONE = 0x1f3fb;
  private static final int LAST_SKIN_TONE = 0x1f3ff;

  /** Letters, digits and signs that have one column on every terminal. */
  private static final Pattern ONE_COLUMN_EACH = Pattern.compile("[ -~\\xa1-\\xac\\xae-\\u02ff]*");

  private Columns() {}

  /** Whether every terminal counts a column for each character of a text. */
  static boolean isOneForEach(CharSequence text) {
    return ONE_COLUMN_EACH.matcher(text).matches();
  }

  /**
   * Returns the width of a text on most terminals, which draw a character as people count them in
   * at most two columns.
   */
  static int usual(CharSequence text) {
    return CHARACTER
        .matcher(text)
        .results()
        .mapToInt(character -> Math.min(2, ofCharacter(character.group(), 0)))
        .sum();
  }

  /** Returns the width of a text that begins at a tab stop. */
  static int of(String text) {
    int[] columns = {0};
    CHARACTER
        .matcher(text)
        .results()
        .forEach(character -> columns[0] += ofCharacter(character.group(), columns[0]));
    return columns[0];
  }

  /**
   * Returns the width of one character as people count them.
   *
   * @param column where the character begins, for a tab
   */
  static int ofCharacter(String character, int column) {
    if (character.equals("\t")) {
      return TAB - column % TAB;
    }
    int columns = character.codePoints().map(Columns::ofCodePoint).sum();
    boolean isEmoji = columns == 1 && character.indexOf(EMOJI_SELECTOR) >= 0;
    return isEmoji ? 2 : columns;
  }

  private static int ofCodePoint(int c) {
    if (c < 0x7f) {
      return c < ' ' ? 0 : 1;
    } else if (c >= FIRST_SKIN_TONE && c <= LAST_SKIN_TONE) {
      return 2; // Some terminals draw it beside the emoji that it colours.
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0; // JLine's table has only older marks.
    } else if (c >= FIRST_IDEOGRAM && c <= LAST_IDEOGRAM
        || c < 0x10000 && WIDE_SYMBOL.matcher(Character.toString(c)).matches()) {
      return 2;
    }
    return Math.max(0, WCWidth.wcwidth(c));
  }
}
