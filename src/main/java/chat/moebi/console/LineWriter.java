package chat.moebi.console;

import java.io.IOException;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Writes lines to a pipe or a terminal. Thread-safe. */
interface LineWriter {

  /** Writes a line, and returns when it is written. */
  void write(String line) throws IOException;

  /** Returns a part of a line with its styles; without them if no colours are wanted. */
  String ansi(AttributedString part);

  /**
   * Returns the rest of a line, broken between words where a terminal would break it within one.
   *
   * @param first the column in which the text begins
   */
  default String wrapped(String text, int first) {
    return text;
  }

  /** Returns a part of a line in a style; unchanged if no colours are wanted. */
  default String styled(String text, AttributedStyle style) {
    return ansi(new AttributedString(text, style));
  }
}
