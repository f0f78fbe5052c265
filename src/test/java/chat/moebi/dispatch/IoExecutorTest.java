package chat.moebi.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@StartsActorSystem
class IoExecutorTest {

  private static final String NAME = "waits";

  /** Longer than the thread runs actors after one piece of work. */
  private static final Duration SLICE = Duration.ofMillis(2);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseMap(
                  Map.of("akka.actor.provider", "local", "chat.dispatch", "spinning"))
              .withFallback(ConfigFactory.load()));

  /** The executor of all actors. */
  private final Executor actors = kit.system().executionContext();

  /** The time of the thread under test, which advances only where a test says so. */
  private final AtomicLong now = new AtomicLong(System.nanoTime());

  private final IoExecutor io = new IoExecutor(work -> new IoThread(work, NAME, now::get));
  private final BlockingQueue<String> did = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    io.shutdown();
    kit.shutdownTestKit();
  }

  @Test
  void itsThreadDoesWhatFollowsAndWhatFollowsFromThat() throws Exception {
    io.execute(
        () -> {
          actors.execute(
              () -> {
                actors.execute(() -> did("the last"));
                did("what follows");
              });
          did("the work");
        });

    assertThat(next(3))
        .containsExactly(NAME + ": the work", NAME + ": what follows", NAME + ": the last");
  }

  @Test
  void whatFollowsFromNothingOfItsOwnIsDoneByOthers() throws Exception {
    actors.execute(() -> did("work"));

    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("work");
  }

  @Test
  void whatFollowsForLongIsLeftToOthers() throws Exception {
    io.execute(() -> actors.execute(this::forever));
    io.execute(() -> did("work"));

    assertThat(next(1)).containsExactly(NAME + ": work");
  }

  private void forever() {
    pass(Duration.ofNanos(100_000));
    if (!io.isShutdown()) {
      actors.execute(this::forever);
    }
  }

  @Test
  void itLeavesAllToOthersForAWhileWhenAPieceHasTakenLong() throws Exception {
    io.execute(
        () ->
            actors.execute(
                () -> {
                  pass(Duration.ofMillis(10));
                  io.execute(() -> actors.execute(() -> did("what follows")));
                }));
    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");

    pass(Duration.ofMillis(100));
    io.execute(() -> actors.execute(() -> did("what follows later")));
    assertThat(next(1)).containsExactly(NAME + ": what follows later");
  }

  @Test
  void anErrorInWhatFollowsIsNotItsThreads() throws Exception {
    io.execute(
        () -> {
          actors.execute(
              () -> {
                throw new IllegalStateException("an actor's");
              });
          actors.execute(() -> did("what follows"));
        });
    io.execute(() -> did("work"));

    assertThat(next(2)).containsExactlyInAnyOrder(NAME + ": what follows", NAME + ": work");
  }

  @Test
  void whatIsLeftToAPoolThatHasEndedHindersNobody() throws Exception {
    io.execute(
        () -> {
          ((IoThread) Thread.currentThread()).take(() -> pass(SLICE), IoExecutorTest::ended);
          ((IoThread) Thread.currentThread()).take(() -> did("nothing"), IoExecutorTest::ended);
          actors.execute(() -> did("what follows"));
        });

    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");
  }

  private static void ended(Runnable work) {
    throw new RejectedExecutionException();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void did(String what) {
    did.add(Thread.currentThread().getName() + ": " + what);
  }

  /** Returns the next entries of what was done; null for an entry that is missing after 20 s. */
  private List<String> next(int number) throws InterruptedException {
    List<String> next = new ArrayList<>();
    while (next.size() < number) {
      next.add(did.poll(20, TimeUnit.SECONDS));
    }
    return next;
  }
}
