package chat.moebi.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Breaks a line into rows: at blanks and beside wide characters, which may be words of their own. A
 * word that is longer than a row is broken between two characters, or left to the terminal.
 */
final class Wrapping {

  private static final int NOWHERE = -1;

  private final String line;
  private final int indent;
  private final int columns;
  private final boolean isWordBroken;
  private final List<String> rows = new ArrayList<>();

  /** Where the current row begins in the line. */
  private int start;

  /** The last place in the current row before which it may be broken. */
  private int breakAt;

  /** The column behind what is in the current row. */
  private int column;

  private Wrapping(String line, int first, int indent, int columns, boolean isWordBroken) {
    this.line = line;
    this.indent = indent;
    this.columns = columns;
    this.isWordBroken = isWordBroken;
    this.column = first;
    this.breakAt = first > indent ? 0 : NOWHERE;
  }

  /**
   * Returns the rows of a line, at least one.
   *
   * @param first the column in which the first row begins
   * @param indent the column in which the other rows begin
   * @param columns the column in which no row has a character any more
   */
  static List<String> rows(String line, int first, int indent, int columns) {
    return new Wrapping(line, first, indent, columns, true).rows();
  }

  /**
   * Returns the rows of a line as {@link #rows} does, but breaks no word. The terminal breaks a
   * word that is longer than a row, so the word can be copied whole.
   */
  static List<String> rowsOfWords(String line, int first, int indent, int columns) {
    return new Wrapping(line, first, indent, columns, false).rows();
  }

  private List<String> rows() {
    Matcher characters = Columns.CHARACTER.matcher(line);
    boolean isBreakBehind = false;
    while (characters.find()) {
      String character = characters.group();
      int width = Columns.ofCharacter(character, column);
      boolean isBlank = character.equals(" ") || character.equals("\t");
      if (characters.start() > start && !isBlank && (isBreakBehind || width > 1)) {
        breakAt = characters.start();
      }
      if (isBlank && isAfterBreak(characters.start())) {
        start =
            characters.end(); // No row but the first of a line begins with the blanks of a break.
        continue;
      }
      boolean canEnd = isWordBroken || isBlank || breakAt != NOWHERE;
      if (canEnd && column + width > columns && (characters.start() > start || column > indent)) {
        end(isBlank || breakAt == NOWHERE ? characters.start() : breakAt, characters.start());
        if (isBlank) {
          start = characters.end();
          isBreakBehind = false;
          continue;
        }
      }
      column += Columns.ofCharacter(character, column);
      isBreakBehind = isBlank || width > 1;
    }
    if (start < line.length() || rows.isEmpty()) {
      rows.add(line.substring(start));
    }
    return rows;
  }

  private boolean isAfterBreak(int place) {
    return place == start && !rows.isEmpty();
  }

  /** Ends the current row; what has been read behind its end begins the next one. */
  private void end(int rowEnd, int read) {
    rows.add(line.substring(start, rowEnd).stripTrailing());
    start = rowEnd;
    breakAt = NOWHERE;
    column = indent + Columns.of(line.substring(rowEnd, read));
  }
}
