package chat.moebi.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Is a line of which parts have a style. (JLine's own builder copies a line character by character,
 * each with its style, which for a long text takes longer than all else that is done for it.)
 */
final class StyledLine {

  private record Part(String text, AttributedStyle style) {}

  private final List<Part> parts = new ArrayList<>(2);

  /** Adds a text without a style. */
  StyledLine add(String text) {
    return add(text, null);
  }

  /** Adds a text. */
  StyledLine add(String text, AttributedStyle style) {
    parts.add(new Part(text, style));
    return this;
  }

  /** Returns the line without its styles. */
  String plain() {
    return written(Part::text);
  }

  /**
   * Returns the line for a terminal.
   *
   * @param coded writes a part that has a style
   */
  String coded(Function<AttributedString, String> coded) {
    return written(
        part ->
            part.style() == null
                ? part.text()
                : coded.apply(new AttributedString(part.text(), part.style())));
  }

  private String written(Function<Part, String> text) {
    StringBuilder line = new StringBuilder();
    parts.forEach(part -> line.append(text.apply(part)));
    return line.toString();
  }
}
