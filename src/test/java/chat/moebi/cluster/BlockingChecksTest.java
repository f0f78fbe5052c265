package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BlockingChecksTest {

  private static final Executor THREADS = work -> new Thread(work).start();

  @Test
  void eachSubjectHasItsResult() {
    BlockingChecks<String, Integer> lengths =
        new BlockingChecks<>(String::length, -1, Duration.ofMinutes(1));

    assertThat(lengths.run(List.of("one", "three"), THREADS).join())
        .isEqualTo(Map.of("one", 3, "three", 5));
  }

  @Test
  void aLateCheckIsNotRepeatedBeforeItHasEnded() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    Semaphore ended = new Semaphore(0);
    CountDownLatch hold = new CountDownLatch(1);
    BlockingChecks<String, String> checks =
        new BlockingChecks<>(
            subject -> {
              begun.incrementAndGet();
              awaitQuietly(hold);
              return "done";
            },
            "late",
            Duration.ofMillis(50));
    Executor threads =
        work ->
            new Thread(
                    () -> {
                      work.run();
                      ended.release();
                    })
                .start();

    assertThat(checks.run(List.of("kate"), threads).join()).containsValue("late");
    assertThat(checks.run(List.of("kate"), threads).join()).containsValue("late");
    assertThat(begun).hasValue(1);

    hold.countDown();
    ended.acquire();
    checks.run(List.of("kate"), threads).join();
    ended.acquire();
    assertThat(begun).hasValue(2);
  }

  @Test
  void aCheckThatTheExecutorRefusesCanBeRunLater() {
    BlockingChecks<String, Integer> lengths =
        new BlockingChecks<>(String::length, -1, Duration.ofMinutes(1));
    RejectedExecutionException refusal = new RejectedExecutionException();

    assertThatThrownBy(
            () ->
                lengths.run(
                    List.of("one"),
                    work -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);

    assertThat(lengths.run(List.of("one"), THREADS).join()).isEqualTo(Map.of("one", 3));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
