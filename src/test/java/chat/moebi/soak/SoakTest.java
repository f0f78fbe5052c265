package chat.moebi.soak;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.DistributedTests;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Shows that no promise is broken while faults befall the nodes; {@code bench/soak} runs longer.
 */
@Tag(DistributedTests.TAG)
class SoakTest {

  /** Makes all kinds of faults in the first minute. */
  private static final long SEED = 9;

  private static final Duration LENGTH =
      Duration.ofMinutes(Boolean.getBoolean("chat.test.full") ? 10 : 1);

  @Test
  void noPromiseIsBrokenWhileFaultsBefallTheNodes() throws Exception {
    Report report = Soak.run(LENGTH, SEED, System.out);
    assertThat(report.violations()).as(report.summary()).isEmpty();
    assertThat(report.acknowledged()).isPositive();
  }
}
