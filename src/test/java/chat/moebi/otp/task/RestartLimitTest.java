package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestartLimitTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 2); // The clock may overflow.
  private final RestartLimit limit = new RestartLimit(2, Duration.ofNanos(10), now::get);

  @Test
  void allowsSoManyRestartsInTheTime() {
    assertThat(limit.allows()).isTrue();
    now.addAndGet(5);
    assertThat(limit.allows()).isTrue();
    now.addAndGet(5);
    assertThat(limit.allows()).isFalse();
  }

  @Test
  void doesNotCountRestartsThatAreLongerAgo() {
    for (int i = 0; i < 10; i++) {
      assertThat(limit.allows()).isTrue();
      now.addAndGet(6);
    }
  }

  @Test
  void countsAnewAfterAReset() {
    limit.allows();
    limit.allows();
    limit.reset();
    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isFalse();
  }
}
