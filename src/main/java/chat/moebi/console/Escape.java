package chat.moebi.console;

/**
 * Makes text safe to show: whatever could steer a terminal, or turn the order of what is read, is
 * shown by its code instead.
 */
public final class Escape {

  private Escape() {}

  /**
   * Returns the text with C0, C1 and bidirectional controls shown as {@code \x1b} and {@code
   * \u202e}, a newline as {@code \n}; a tab stays.
   */
  public static String controls(String text) {
    int first = 0;
    while (first < text.length() && !isControl(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isControl(c)) {
        shown.append(c);
      } else if (c == '\n') {
        shown.append("\\n");
      } else {
        shown.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
    }
    return shown.toString();
  }

  private static boolean isControl(char c) {
    return c < 0x20 && c != '\t'
        || c >= 0x7f && c <= 0x9f
        || c == 0x061c // Arabic letter mark
        || c == 0x200e // left-to-right mark
        || c == 0x200f // right-to-left mark
        || c >= 0x202a && c <= 0x202e // embeddings, overrides and their end
        || c >= 0x2066 && c <= 0x2069; // isolates and their end
  }
}
