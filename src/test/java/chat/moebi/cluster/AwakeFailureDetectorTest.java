package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwakeFailureDetectorTest {

  private static final Duration LOOK = Duration.ofMillis(500);

  private long now = Long.MAX_VALUE - 1; // As System.nanoTime() may be: it overflows meanwhile.

  private final AwakeFailureDetector detector =
      new AwakeFailureDetector(
          ConfigFactory.load().getConfig("akka.cluster.failure-detector"), () -> now);

  @Test
  void aNodeThatIsSilentForTwoSecondsIsSuspected() {
    detector.heartbeat();
    assertThat(isAvailableAfter(4)).isTrue();

    assertThat(isAvailableAfter(1)).isFalse();
  }

  @Test
  void aHeartbeatEndsTheSuspicion() {
    detector.heartbeat();
    assertThat(isAvailableAfter(5)).isFalse();

    detector.heartbeat();

    assertThat(isAvailableAfter(4)).isTrue();
  }

  @Test
  void timeInWhichThisNodeSleepsDoesNotCount() {
    detector.heartbeat();
    assertThat(isAvailableAfter(1)).isTrue();

    now += Duration.ofMinutes(1).toNanos();

    assertThat(detector.isAvailable()).isTrue();
    assertThat(isAvailableAfter(1)).isTrue();
    assertThat(isAvailableAfter(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {500, 999, 1_000, 1_001, 1_500, 2_000, 10_000, 3_600_000})
  void threeLooksAreEnoughHoweverLateEachIs(long late) {
    Duration interval = LOOK.plusMillis(late);
    detector.heartbeat();

    assertThat(isAvailableAfter(3, interval)).isFalse();
  }

  private boolean isAvailableAfter(int looks) {
    return isAvailableAfter(looks, LOOK);
  }

  private boolean isAvailableAfter(int looks, Duration interval) {
    boolean isAvailable = true;
    for (int i = 0; i < looks; i++) {
      now += interval.toNanos();
      isAvailable = detector.isAvailable();
    }
    return isAvailable;
  }
}
