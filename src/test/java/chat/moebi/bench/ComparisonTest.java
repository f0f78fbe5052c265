package chat.moebi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.bench.Comparison.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shows how the benchmarks judge their measurements. */
class ComparisonTest {

  private static final List<Double> OURS = List.of(10.0, 40.0, 30.0);
  private static final List<Double> THEIRS = List.of(5.0, 10.0, 10.0);

  @Test
  void theRatioIsTheMedianOfThePairs() {
    Comparison comparison = new Comparison("figure", OURS, THEIRS, Goal.ratioAtLeast(3));
    assertThat(comparison.ratio()).isEqualTo(3);
    Table table = new Table("", "ours", "theirs", "ratio", "goal", "met");
    comparison.addTo(table);
    assertThat(table.toString())
        .endsWith("| figure | 30.0 | 10.0   | 3.00 (2.00 to 4.00) | >= 3 x | yes |");
  }

  @Test
  void onlyALossOfMoreThanHalfCounts() {
    Comparison rate = new Comparison("rate", OURS, THEIRS, Goal.ratioAtLeast(10));
    assertThat(rate.isLossAgainst(5.9)).isFalse();
    assertThat(rate.isLossAgainst(6.1)).isTrue();
    Comparison time = new Comparison("time", OURS, THEIRS, Goal.ratioAtMost(0.5));
    assertThat(time.isLossAgainst(1.6)).isFalse();
    assertThat(time.isLossAgainst(1.4)).isTrue();
  }

  @Test
  void withoutAPeerARatioGoalIsNotJudged() {
    Table table = Comparison.table("ours", "theirs");
    new Comparison("rate", OURS, List.of(), Goal.ratioAtLeast(3)).addTo(table);
    new Comparison("memory", OURS, List.of(), Goal.atMost(29)).addTo(table);
    assertThat(table.toString().lines().skip(2))
        .containsExactly(
            "| rate   | 30.0 |        |               | >= 3 x |     |",
            "| memory | 30.0 |        |               | <= 29  | NO  |");
  }
}
