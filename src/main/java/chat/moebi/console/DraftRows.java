package chat.moebi.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jline.utils.AttributedString;

/**
 * A line that is typed, in rows of a terminal. No row is wider than the terminal, however wide the
 * terminal counts a character.
 *
 * @param cursorRow the row that the cursor stands in
 * @param beforeCursor how many chars of that row stand before the cursor
 */
record DraftRows(List<Row> rows, int cursorRow, int beforeCursor) {

  static final DraftRows NONE = new DraftRows(List.of(), 0, 0);

  /** Stands for the rows that have no place on the screen. */
  private static final Row MORE = new Row(new AttributedString(">...."), false);

  /**
   * A row.
   *
   * @param isFull whether the next character makes every terminal go on in the next row
   */
  record Row(AttributedString text, boolean isFull) {}

  /** Arranges a text without tabs; the cursor stands before one of its chars, or at its end. */
  static DraftRows of(AttributedString text, int cursor, int columns) {
    return new Arrangement(text, cursor, columns).arranged();
  }

  Row row(int number) {
    return rows.get(number);
  }

  int size() {
    return rows.size();
  }

  /** Returns the part of the cursor's row that stands before the cursor. */
  AttributedString textBeforeCursor() {
    return rows.isEmpty()
        ? AttributedString.EMPTY
        : row(cursorRow).text().subSequence(0, beforeCursor);
  }

  /** Whether the cursor stands behind all rows. */
  boolean isCursorAtEnd() {
    return cursorRow == size() - 1 && beforeCursor == row(cursorRow).text().length();
  }

  boolean isCursorAsIn(DraftRows others) {
    return cursorRow == others.cursorRow && beforeCursor == others.beforeCursor;
  }

  /** Returns the first row that differs from the same row of others. */
  int firstDifference(DraftRows others) {
    int same = 0;
    while (same < size() && same < others.size() && row(same).equals(others.row(same))) {
      same++;
    }
    return same;
  }

  /** Returns as many rows around the cursor as a screen has. */
  DraftRows within(int height) {
    if (size() <= height) {
      return this;
    }
    int first = Math.min(cursorRow, size() - Math.max(1, height - 1));
    List<Row> visible = new ArrayList<>(rows.subList(first, Math.min(size(), first + height)));
    if (height > 1) {
      visible.add(0, MORE);
      visible.subList(height, visible.size()).clear();
    }
    return new DraftRows(visible, cursorRow - first + (height > 1 ? 1 : 0), beforeCursor);
  }

  /**
   * Returns in which row the cursor stands if the terminal has another width now, and has wrapped
   * its rows anew.
   */
  int cursorRowAt(int columns) {
    int above = 0;
    int width = 0;
    for (Row row : rows.subList(0, cursorRow)) {
      width += Columns.usual(row.text());
      if (!row.isFull()) {
        above += Math.max(1, rowsOf(width, columns));
        width = 0;
      }
    }
    width += Columns.usual(textBeforeCursor());
    boolean isAtEnd = rows.isEmpty() || beforeCursor == row(cursorRow).text().length();
    return above + (isAtEnd ? Math.max(0, rowsOf(width, columns) - 1) : width / columns);
  }

  private static int rowsOf(int width, int columns) {
    return (width + columns - 1) / columns;
  }

  /** Breaks a text into rows. */
  private static final class Arrangement {
    private final AttributedString text;
    private final int cursor;
    private final int columns;
    private final List<Row> rows = new ArrayList<>();

    /** Where the current row begins in the text. */
    private int start;

    /** How much of the text is arranged. */
    private int end;

    /** The column behind the current row. */
    private int column;

    private int cursorRow = -1;
    private int beforeCursor;

    Arrangement(AttributedString text, int cursor, int columns) {
      this.text = text;
      this.cursor = cursor;
      this.columns = columns;
    }

    DraftRows arranged() {
      Matcher characters = Columns.CHARACTER.matcher(text);
      while (characters.find()) {
        String character = characters.group();
        if (Columns.ofCharacter(character, 0) > columns) {
          character.codePoints().forEach(part -> add(Character.toString(part)));
        } else {
          add(character);
        }
      }
      if (cursorRow < 0) {
        if (column >= columns) {
          endRow(false); // No cursor can stand behind the last column.
        }
        placeCursor();
      }
      endRow(false);
      return new DraftRows(List.copyOf(rows), cursorRow, beforeCursor);
    }

    private void add(String character) {
      boolean isBreak = character.equals("\n");
      int width = isBreak ? 0 : Columns.ofCharacter(character, 0);
      if (column + width > columns && end > start) {
        endRow(column == columns && Columns.isOneForEach(text.subSequence(start, end)));
      }
      if (cursorRow < 0 && cursor < end + character.length()) {
        placeCursor();
      }
      if (isBreak) {
        endRow(false);
        start++;
      }
      end += character.length();
      column += width;
    }

    private void placeCursor() {
      cursorRow = rows.size();
      beforeCursor = end - start;
    }

    private void endRow(boolean isFull) {
      rows.add(new Row(text.subSequence(start, end), isFull));
      start = end;
      column = 0;
    }
  }
}
