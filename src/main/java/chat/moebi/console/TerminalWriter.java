package chat.moebi.console;

import java.io.IOException;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** Writes lines on a terminal, above the line that is being typed, which stays as it is. */
record TerminalWriter(LineReader reader, boolean color) implements LineWriter {

  /** A narrower terminal breaks lines by itself. */
  private static final int MIN_COLUMNS = 20;

  /** The indent of all rows of a line but the first. */
  private static final String INDENT = "  ";

  @Override
  public void write(String line) throws IOException {
    reader.printAbove(line);
    if (reader.getTerminal().writer().checkError()) {
      throw new IOException("the terminal is gone");
    }
  }

  @Override
  public String ansi(AttributedString part) {
    return color ? part.toAnsi(reader.getTerminal()) : part.toString();
  }

  @Override
  public String wrapped(String text, int first) {
    int columns = columns();
    return isDumb() || columns < MIN_COLUMNS
        ? text
        : String.join("\n" + INDENT, Wrapping.rowsOfWords(text, first, INDENT.length(), columns));
  }

  /** Whether the terminal can move its cursor. */
  boolean isDumb() {
    return ProcessTerminal.isPlain(reader.getTerminal());
  }

  /** Returns the present width of the terminal. */
  int columns() {
    int columns = reader.getTerminal().getWidth();
    return columns > 0 ? columns : ProcessTerminal.DEFAULT_COLUMNS;
  }

  /** Returns how many colours the terminal has. */
  int colors() {
    Integer colors = reader.getTerminal().getNumericCapability(Capability.max_colors);
    return colors == null ? 0 : colors;
  }
}
