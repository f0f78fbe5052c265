package chat.moebi.bench;

import java.util.List;
import java.util.Locale;

/** Computes medians, and formats numbers. */
final class Numbers {

  private static final double WHOLE = 100;

  private Numbers() {}

  /** Returns the middle number, or the mean of the two middle ones. */
  static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** Formats a number with about three digits: {@code 12,345}, {@code 12.3}, {@code 0.12}. */
  static String write(double number) {
    String format = number >= WHOLE ? "%,.0f" : number >= WHOLE / 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number);
  }

  /** Formats the median and, for more than one number, the range. */
  static String writeRange(List<Double> numbers) {
    double least = numbers.stream().mapToDouble(n -> n).min().orElseThrow();
    double most = numbers.stream().mapToDouble(n -> n).max().orElseThrow();
    String median = write(median(numbers));
    return numbers.size() == 1 ? median : median + " (" + write(least) + " to " + write(most) + ")";
  }
}
