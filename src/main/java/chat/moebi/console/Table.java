package chat.moebi.console;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Aligns the cells of a table. */
final class Table {

  private static final String GAP = "  ";

  private Table() {}

  /**
   * Returns the head and the rows as lines; each column is as wide as its widest cell, and a row
   * may have fewer cells than the head.
   */
  static List<String> lines(List<String> head, List<List<String>> rows) {
    List<List<String>> shown =
        Stream.concat(Stream.of(head), rows.stream())
            .map(row -> row.stream().map(Escape::controls).toList())
            .toList();
    int[] widths =
        IntStream.range(0, head.size())
            .map(
                column ->
                    shown.stream().mapToInt(row -> Columns.of(cell(row, column))).max().orElse(0))
            .toArray();
    return shown.stream().map(row -> line(row, widths)).toList();
  }

  private static String cell(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cell(row, column);
      line.append(column == 0 ? "" : GAP).append(cell);
      line.append(" ".repeat(widths[column] - Columns.of(cell)));
    }
    return line.toString().stripTrailing();
  }
}
