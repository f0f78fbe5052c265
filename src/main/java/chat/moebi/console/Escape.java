package chat.moebi.console;

/**
 * Makes text safe to show: a character that could steer a terminal, turn the order of what is read,
 * break a line or hide is shown by its code instead. Joiners, combining marks and variation
 * selectors stay, for many languages and emoji need them.
 */
public final class Escape {

  private static final int BLACK_FLAG = 0x1f3f4;
  private static final int FIRST_TAG = 0xe0000;
  private static final int LAST_TAG = 0xe007f;

  private Escape() {}

  /**
   * Returns the text with C0, C1 and bidirectional controls, separators of lines, invisible spaces
   * and operators, and tags outside a flag shown as {@code \x1b}, {@code \u202e} and {@code
   * \U000e0041}, a newline as {@code \n}; a tab stays.
   */
  public static String controls(String text) {
    int first = 0;
    while (first < text.length() && !mayBeControl(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int flagEnd = flagEnd(text, i);
      if (flagEnd > i) {
        shown.append(text, i, flagEnd);
        i = flagEnd;
      } else {
        int c = text.codePointAt(i);
        append(shown, c);
        i += Character.charCount(c);
      }
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (!isControl(c)) {
      shown.appendCodePoint(c);
    } else if (c == '\n') {
      shown.append("\\n");
    } else {
      shown.append(String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
    }
  }

  // Half of a surrogate pair is judged with its other half.
  private static boolean mayBeControl(char c) {
    return isControl(c) || Character.isSurrogate(c);
  }

  private static boolean isControl(int c) {
    return c < 0x20 && c != '\t'
        || c >= 0x7f && c <= 0x9f
        || c == 0x061c // Arabic letter mark
        || c == 0x200b // zero width space
        || c == 0x200e // left-to-right mark
        || c == 0x200f // right-to-left mark
        || c >= 0x2028 && c <= 0x202e // separators; embeddings, overrides and their end
        || c >= 0x2060 && c <= 0x2064 // word joiner, invisible operators
        || c >= 0x2066 && c <= 0x2069 // isolates and their end
        || c == 0xfeff // byte order mark
        || isTag(c);
  }

  private static boolean isTag(int c) {
    return c >= FIRST_TAG && c <= LAST_TAG;
  }

  /**
   * Returns where a flag ends that begins there: a black flag, then the tags of letters and digits
   * that say of which region, three to six as Unicode has it, and a tag that ends it.
   */
  private static int flagEnd(String text, int start) {
    if (text.codePointAt(start) != BLACK_FLAG) {
      return start;
    }
    int i = start + Character.charCount(BLACK_FLAG);
    int letters = 0;
    while (i < text.length() && isRegionTag(text.codePointAt(i))) {
      i += Character.charCount(FIRST_TAG);
      letters++;
    }
    boolean isFlag =
        letters >= 3 && letters <= 6 && i < text.length() && text.codePointAt(i) == LAST_TAG;
    return isFlag ? i + Character.charCount(LAST_TAG) : start;
  }

  private static boolean isRegionTag(int c) {
    int letter = c - FIRST_TAG;
    return letter >= '0' && letter <= '9' || letter >= 'a' && letter <= 'z';
  }
}
