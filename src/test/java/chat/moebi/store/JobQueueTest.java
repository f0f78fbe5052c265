package chat.moebi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobQueueTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final JobQueue queue = new JobQueue(100);

  @Test
  void handsOutWorkInOrder() throws Exception {
    Job<?> first = later(1);
    Job<?> second = awaited();
    queue.offer(first);
    queue.add(second);

    assertThat(queue.take(LONG)).containsExactly(first, second);
  }

  @Test
  void letsWorkThatNobodyAwaitsRest() throws Exception {
    queue.rest(LONG);
    queue.offer(later(1));
    var executor = Executors.newSingleThreadExecutor();
    try {
      Future<List<Job<?>>> taken = executor.submit(() -> queue.take(LONG));
      queue.offer(later(1));
      assertThat(taken.isDone()).isFalse();
      queue.add(awaited());

      assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(3);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void handsOutAllThatRestsWhenItIsClosed() throws Exception {
    queue.rest(LONG);
    Job<?> job = later(1);
    queue.offer(job);
    queue.close();

    assertThat(queue.take(LONG)).containsExactly(job);
    assertThat(queue.take(LONG)).isEmpty();
    assertThat(queue.add(later(1))).isFalse();
  }

  @Test
  void returnsNothingAfterTheLimit() throws Exception {
    assertThat(queue.take(Duration.ZERO)).isEmpty();
  }

  @Test
  void leavesOutWhatHasNoRoomAndCountsIt() throws Exception {
    queue.offer(later(60));
    queue.offer(later(41));
    queue.offer(later(40));

    assertThat(queue.takeLeftOut()).isEqualTo(1);
    assertThat(queue.takeLeftOut()).isZero();
    assertThat(queue.take(LONG)).hasSize(2);
    queue.offer(later(100));
    assertThat(queue.takeLeftOut()).isZero();
  }

  @Test
  void handsOutFirstWhatIsPutBack() throws Exception {
    Job<?> first = later(50);
    Job<?> second = later(50);
    Job<?> third = awaited();
    queue.offer(first);
    queue.offer(second);
    List<Job<?>> taken = new ArrayList<>(queue.take(LONG));
    queue.add(third);
    queue.putBack(taken);
    queue.offer(later(1));

    assertThat(queue.takeLeftOut()).isEqualTo(1);
    assertThat(queue.take(LONG)).containsExactly(first, second, third);
  }

  private static Job<Void> later(int size) {
    return Job.later(sql -> {}, size);
  }

  private static Job<String> awaited() {
    return Job.awaited(sql -> "", false, new CompletableFuture<>());
  }
}
