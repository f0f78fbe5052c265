package chat.moebi.console;

import org.jline.utils.AttributedString;

/** The prompt and the line that is typed behind it, as they stand on a terminal. */
interface Draft {

  /**
   * Draws a text in the place of the one before.
   *
   * @param text the text, without tabs
   * @param cursor the char of the text that the cursor stands before, or the text's length
   */
  void draw(AttributedString text, int cursor);

  /** Takes the draft off the screen, and leaves the cursor at the beginning of an empty row. */
  void erase();

  /** Moves the cursor behind the text, which stays, and ends the row. */
  void end();

  /** Draws from the cursor on next time, because it was moved. */
  void forget();
}
