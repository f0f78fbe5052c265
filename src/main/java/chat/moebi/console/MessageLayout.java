package chat.moebi.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/**
 * Arranges a message in rows of a terminal. The rows of its text stand under each other, behind its
 * head: a time and a name. Where the head takes nearly the whole width, the later rows of the text
 * are indented a little instead.
 */
record MessageLayout(TerminalWriter screen) {

  /** The least width of a text beside its head. */
  private static final int MIN_TEXT = 12;

  /** The indent of later rows if the text would be narrower. A notice has less. */
  private static final int INDENT = 8;

  /** A terminal with fewer columns wraps by itself: it has no room for such an indent. */
  private static final int MIN_COLUMNS = INDENT + MIN_TEXT;

  /** Returns the rows with line feeds between them. */
  String arranged(AttributedString head, String text) {
    int columns = screen.columns() < MIN_COLUMNS ? Integer.MAX_VALUE : screen.columns();
    boolean isBeside = columns - head.columnLength() >= MIN_TEXT;
    List<AttributedString> heads = isBeside ? List.of(head) : split(head, columns);
    int indent = isBeside && columns < Integer.MAX_VALUE ? head.columnLength() : INDENT;
    int first = (heads.size() > 1 ? INDENT : 0) + heads.get(heads.size() - 1).columnLength();
    List<String> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      rows.addAll(
          Wrapping.rows(Escape.controls(line), rows.isEmpty() ? first : indent, indent, columns));
    }
    StringBuilder arranged = new StringBuilder();
    String gap = "";
    for (AttributedString row : heads) {
      arranged.append(gap).append(screen.ansi(row));
      gap = "\n" + " ".repeat(INDENT);
    }
    arranged.append(rows.get(0));
    for (String row : rows.subList(1, rows.size())) {
      arranged.append('\n').append(row.isEmpty() ? "" : " ".repeat(indent)).append(row);
    }
    return arranged.toString();
  }

  private static List<AttributedString> split(AttributedString head, int columns) {
    List<AttributedString> rows = new ArrayList<>();
    int from = 0;
    for (int room = columns; from < head.columnLength(); room = columns - INDENT) {
      AttributedString row = head.columnSubSequence(from, from + room);
      from += row.columnLength();
      boolean isBlank = row.toString().isBlank(); // The end of the head: the text begins a row.
      rows.add(isBlank ? AttributedString.EMPTY : row);
    }
    return rows;
  }
}
