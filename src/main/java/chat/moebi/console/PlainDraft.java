package chat.moebi.console;

import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/**
 * A draft on a terminal that can do no more than begin its row anew, and begin a new row. What
 * stands in other rows cannot be changed: if it must be, all is drawn again below.
 */
final class PlainDraft implements Draft {

  private final Terminal terminal;

  /** Whether nobody else writes on the draft's rows, as a system does that shows what is typed. */
  private final boolean isAlone;

  private DraftRows drawn = DraftRows.NONE;

  PlainDraft(Terminal terminal, boolean isAlone) {
    this.terminal = terminal;
    this.isAlone = isAlone;
  }

  @Override
  public void draw(AttributedString text, int cursor) {
    int width = Math.max(1, columns() - 1); // A full row might end by itself, or might not.
    DraftRows next = DraftRows.of(text, cursor, width);
    int first = drawn.firstDifference(next);
    boolean isSame = first == next.size() && first == drawn.size();
    if (first < drawn.size() - 1 || next.size() < drawn.size()) {
      terminal.writer().println();
      drawn = DraftRows.NONE;
      first = 0;
    }
    for (int i = first; i < next.size(); i++) {
      if (i < drawn.size()) {
        redraw(next.row(i).text().toString(), width);
      } else {
        print(next.row(i).text().toString());
      }
      if (i < next.size() - 1) {
        terminal.writer().println();
      }
    }
    boolean isInPlace = isSame ? next.isCursorAsIn(drawn) : next.isCursorAtEnd();
    drawn = next;
    if (!isInPlace && next.cursorRow() == next.size() - 1) {
      print("\r" + next.textBeforeCursor());
    }
  }

  @Override
  public void erase() {
    if (drawn.size() == 1 && isAlone) {
      redraw("", columns() - 1);
    } else if (drawn.size() > 0) {
      terminal.writer().println();
    }
    forget();
  }

  @Override
  public void end() {
    terminal.writer().println();
    forget();
  }

  @Override
  public void forget() {
    drawn = DraftRows.NONE;
  }

  /** Draws the last row anew; only what is added to it if nothing else has changed. */
  private void redraw(String text, int width) {
    String old = drawn.row(drawn.size() - 1).text().toString();
    if (drawn.isCursorAtEnd() && text.startsWith(old)) {
      print(text.substring(old.length()));
      return;
    }
    int blanks =
        Math.min(width - Columns.of(text), Math.max(0, Columns.of(old) - Columns.usual(text)));
    print("\r" + text + " ".repeat(Math.max(0, blanks)) + (blanks > 0 ? "\r" + text : ""));
  }

  private void print(String text) {
    terminal.writer().print(text);
  }

  private int columns() {
    int columns = terminal.getWidth();
    return columns > 0 ? columns : ProcessTerminal.DEFAULT_COLUMNS;
  }
}
