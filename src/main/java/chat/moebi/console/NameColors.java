package chat.moebi.console;

import org.jline.utils.AttributedStyle;

/**
 * The colours of names. A name always has the same one. All can be read on a dark background and on
 * a light one, and none is red, the colour of errors.
 */
final class NameColors {

  private static final int[] OF_256 = {26, 28, 30, 33, 63, 64, 100, 129, 130, 134, 163};
  private static final int[] OF_8 = {
    AttributedStyle.GREEN, AttributedStyle.MAGENTA, AttributedStyle.CYAN
  };

  /** Spreads names that are alike over the palette: 2^32 divided by the golden ratio. */
  private static final int SPREAD = 0x9e3779b9;

  private NameColors() {}

  /**
   * Returns the style of a name.
   *
   * @param colors how many colours the terminal has
   */
  static AttributedStyle of(String name, int colors) {
    int[] palette = colors >= 256 ? OF_256 : OF_8;
    return AttributedStyle.DEFAULT.foreground(
        palette[(name.hashCode() * SPREAD >>> 12) % palette.length]);
  }
}
