package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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

  private boolean isAvailableAfter(int looks) {
    boolean isAvailable = true;
    for (int i = 0; i < looks; i++) {
      now += LOOK.toNanos();
      isAvailable = detector.isAvailable();
    }
    return isAvailable;
  }
}
