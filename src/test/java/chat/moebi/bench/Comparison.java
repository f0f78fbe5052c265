package chat.moebi.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a figure of ours with one of the peer's, both measured several times in turn.
 *
 * @param figure what was measured, and in which unit
 * @param theirs empty where there is no peer
 */
record Comparison(String figure, List<Double> ours, List<Double> theirs, Goal goal) {

  /**
   * A goal for a figure.
   *
   * @param isRatio whether the bound applies to the ratio to the peer rather than to the figure
   *     itself
   * @param isAtMost whether a smaller value is better
   * @param bound NaN if there is no goal
   */
  record Goal(boolean isRatio, boolean isAtMost, double bound) {

    static Goal ratioAtMost(double bound) {
      return new Goal(true, true, bound);
    }

    static Goal ratioAtLeast(double bound) {
      return new Goal(true, false, bound);
    }

    static Goal atMost(double bound) {
      return new Goal(false, true, bound);
    }

    /** Returns no goal; the ratio is shown for information. */
    static Goal ratioOnly() {
      return ratioAtMost(Double.NaN);
    }

    /** Returns no goal; the figure is shown for information. */
    static Goal none() {
      return new Goal(false, true, Double.NaN);
    }

    @Override
    public String toString() {
      String written = Double.toString(bound).replaceAll("\\.0$", "");
      return Double.isNaN(bound)
          ? ""
          : (isAtMost ? "<= " : ">= ") + written + (isRatio ? " x" : "");
    }
  }

  /** Creates the header of the table that {@link #addTo} fills. */
  static Table table(String ours, String theirs) {
    return new Table("", ours, theirs, "ratio (range)", "goal", "met");
  }

  void addTo(Table table) {
    table.add(
        figure,
        Numbers.write(Numbers.median(ours)),
        hasPeer() ? Numbers.write(Numbers.median(theirs)) : "",
        hasPeer() && goal.isRatio() ? Numbers.writeRange(ratios()) : "",
        goal.toString(),
        met());
  }

  boolean hasPeer() {
    return !theirs.isEmpty();
  }

  /** Returns the ratio to the peer: the median over the pairs. */
  double ratio() {
    return Numbers.median(ratios());
  }

  /** Returns whether the ratio is worse than half of a recorded ratio. */
  boolean isLossAgainst(double recorded) {
    return goal.isAtMost() ? ratio() > 2 * recorded : ratio() < recorded / 2;
  }

  private List<Double> ratios() {
    return IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / theirs.get(i)).toList();
  }

  private String met() {
    if (Double.isNaN(goal.bound()) || goal.isRatio() && !hasPeer()) {
      return "";
    }
    double value = goal.isRatio() ? ratio() : Numbers.median(ours);
    boolean isMet = goal.isAtMost() ? value <= goal.bound() : value >= goal.bound();
    return isMet ? "yes" : "NO";
  }
}
