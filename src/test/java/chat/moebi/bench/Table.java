package chat.moebi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that is readable both as plain text and as Markdown. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    add(head);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    List<String> rule = widths.stream().map("-"::repeat).toList();
    List<List<String>> all = new ArrayList<>(rows);
    all.add(1, rule);
    return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
