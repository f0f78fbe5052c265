package chat.moebi.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a figure of ours with one of theirs, both measured several times in turn.
 *
 * @param figure what was measured, and in which unit
 * @param theirs empty where there is no peer
 * @param goal what is to be reached
 */
record Comparison(String figure, List<Double> ours, List<Double> theirs, Goal goal) {

  /**
   * Is what is to be reached.
   *
   * @param isRatio as a ratio to the peer, not as such
   * @param isAtMost less is better
   * @param bound NaN if nothing is
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

    /** Nothing is to be reached; the ratio is shown for information. */
    static Goal ratioOnly() {
      return ratioAtMost(Double.NaN);
    }

    /** Nothing is to be reached; it is measured for information. */
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

  /** Makes the head of the table that {@link #addTo} fills. */
  static Table table(String ours, String theirs) {
    return new Table("", ours, theirs, "ratio (range)", "goal", "met");
  }

  void addTo(Table table) {
    table.add(
        figure,
        Numbers.write(Numbers.median(ours)),
        theirs.isEmpty() ? "" : Numbers.write(Numbers.median(theirs)),
        theirs.isEmpty() || !goal.isRatio() ? "" : Numbers.writeRange(ratios()),
        goal.toString(),
        met());
  }

  /** Tells whether there is something to judge by. */
  boolean isJudged() {
    return !goal.isRatio() || !theirs.isEmpty();
  }

  /** Returns what the goal is about: the ratio, or the figure itself. */
  double value() {
    return Numbers.median(goal.isRatio() ? ratios() : ours);
  }

  /** Tells whether more than half is lost against a recorded value. */
  boolean isLossAgainst(double recorded) {
    return goal.isAtMost() ? value() > 2 * recorded : value() < recorded / 2;
  }

  private List<Double> ratios() {
    return IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / theirs.get(i)).toList();
  }

  private String met() {
    if (Double.isNaN(goal.bound()) || !isJudged()) {
      return "";
    }
    boolean isMet = goal.isAtMost() ? value() <= goal.bound() : value() >= goal.bound();
    return isMet ? "yes" : "NO";
  }
}
