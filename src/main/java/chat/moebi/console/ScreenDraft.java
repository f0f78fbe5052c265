package chat.moebi.console;

import chat.moebi.console.DraftRows.Row;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/**
 * A draft on a terminal that can move its cursor.
 *
 * <p>Terminals differ in how many columns some characters have: joined emoji, flags, and what is
 * newer than the terminal. So each row is drawn from its beginning, and where the columns are not
 * certain the cursor is placed by drawing what stands before it. JLine's own display counts.
 */
final class ScreenDraft implements Draft {

  /** The least number of colours of a terminal that gets styles, as in JLine. */
  private static final int MIN_COLORS = 8;

  private final Terminal terminal;

  /** Whether the terminal wraps its rows anew when its width changes, as most do. */
  private final boolean isReflowing;

  private DraftRows drawn = DraftRows.NONE;

  /** The columns of the terminal when it was drawn. */
  private int columns;

  /** The row of the cursor. */
  private int row;

  ScreenDraft(Terminal terminal, boolean isReflowing) {
    this.terminal = terminal;
    this.isReflowing = isReflowing;
  }

  @Override
  public void draw(AttributedString text, int cursor) {
    Size size = size();
    if (size.getColumns() != columns) {
      if (drawn.size() > 0) {
        erase();
      }
      columns = size.getColumns();
    }
    // Other terminals go on in the next row as soon as a row is full.
    boolean canFill = terminal.getBooleanCapability(Capability.eat_newline_glitch);
    DraftRows next =
        DraftRows.of(text, cursor, canFill ? columns : Math.max(1, columns - 1))
            .within(size.getRows());
    int first = drawn.firstDifference(next);
    boolean isSame = first == next.size() && first == drawn.size();
    if (!isSame && !append(next, first)) {
      drawFrom(next, first);
    }
    boolean isInPlace =
        isSame ? next.isCursorAsIn(drawn) : row == next.size() - 1 && next.isCursorAtEnd();
    drawn = next;
    if (!isInPlace) {
      placeCursor();
    }
  }

  @Override
  public void erase() {
    int now = size().getColumns();
    if (isReflowing && columns > 0 && now != columns) {
      row = drawn.cursorRowAt(now);
    }
    moveTo(0);
    terminal.puts(Capability.clr_eos);
    forget();
  }

  @Override
  public void end() {
    moveTo(Math.max(0, drawn.size() - 1));
    terminal.writer().println();
    forget();
  }

  @Override
  public void forget() {
    drawn = DraftRows.NONE;
    row = 0;
  }

  /** Draws what has been added at the end of the last row, if nothing else has changed. */
  private boolean append(DraftRows next, int first) {
    if (first != next.size() - 1 || next.size() != drawn.size() || !drawn.isCursorAtEnd()) {
      return false;
    }
    AttributedString old = drawn.row(first).text();
    AttributedString text = next.row(first).text();
    boolean isAdded = text.length() > old.length() && text.subSequence(0, old.length()).equals(old);
    AttributedString added = text.subSequence(isAdded ? old.length() : 0, text.length());
    if (!isAdded || !Columns.isOneForEach(added)) {
      return false;
    }
    print(added);
    return true;
  }

  private void drawFrom(DraftRows next, int first) {
    moveTo(first);
    for (int i = first; i < next.size(); i++) {
      if (i > first && !next.row(i - 1).isFull()) {
        terminal.writer().println();
      }
      draw(next.row(i));
      row = i;
    }
    if (drawn.size() > next.size()) {
      moveTo(next.size());
      terminal.puts(Capability.clr_eos);
    }
  }

  /**
   * Draws a row over what stands there, and clears the rest. A terminal that clears a whole row may
   * forget that it has wrapped the row above.
   */
  private void draw(Row drawing) {
    boolean isToTheEdge = Columns.of(drawing.text().toString()) >= columns;
    if (isToTheEdge && !Columns.isOneForEach(drawing.text())) {
      terminal.puts(Capability.clr_eol);
    }
    print(drawing.text());
    if (!isToTheEdge) {
      terminal.puts(Capability.clr_eol);
    }
  }

  private void placeCursor() {
    moveTo(drawn.cursorRow());
    AttributedString before = drawn.textBeforeCursor();
    if (before.length() > 0
        && !(Columns.isOneForEach(before)
            && terminal.puts(Capability.parm_right_cursor, before.length()))) {
      print(before);
    }
  }

  /** Moves the cursor to the beginning of a row: one that is drawn, or the next. */
  private void moveTo(int target) {
    terminal.puts(Capability.carriage_return);
    for (; row < target; row++) {
      terminal.writer().println();
    }
    if (row > target && !terminal.puts(Capability.parm_up_cursor, row - target)) {
      for (int i = target; i < row; i++) {
        terminal.puts(Capability.cursor_up);
      }
    }
    row = target;
  }

  private void print(AttributedString text) {
    Integer colors = terminal.getNumericCapability(Capability.max_colors);
    boolean isStyled = colors != null && colors >= MIN_COLORS;
    terminal.writer().print(isStyled ? text.toAnsi(terminal) : text.toString());
  }

  private Size size() {
    Size size = terminal.getSize();
    return new Size(
        size.getColumns() > 0 ? size.getColumns() : ProcessTerminal.DEFAULT_COLUMNS,
        size.getRows() > 0 ? size.getRows() : ProcessTerminal.DEFAULT_ROWS);
  }
}
