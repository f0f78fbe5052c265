package chat.moebi.dispatch;

import static chat.moebi.dispatch.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IoExecutorTest {

  private static final String NAME = "waits";

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  /** That of all actors. */
  private final Executor actors = kit.system().executionContext();

  private final IoExecutor io = new IoExecutor(NAME, 3);
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
  void severalPiecesOfWorkAreDoneBeforeWhatFollows() throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    io.execute(() -> await(begin));
    for (int i = 1; i <= 4; i++) {
      String number = "" + i;
      io.execute(
          () -> {
            did(number);
            actors.execute(() -> did("after " + number));
          });
    }
    begin.countDown();

    assertThat(next(8))
        .containsExactly(
            NAME + ": 1",
            NAME + ": 2",
            NAME + ": after 1",
            NAME + ": after 2",
            NAME + ": 3",
            NAME + ": 4",
            NAME + ": after 3",
            NAME + ": after 4");
  }

  @Test
  void whatFollowsDoesNotWaitForWorkThatIsStuck() throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    io.execute(
        () -> {
          await(begin);
          actors.execute(() -> did("what follows"));
        });
    io.execute(() -> await(stuck));
    begin.countDown();

    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");
    stuck.countDown();
  }

  @Test
  void whatFollowsDoesNotWaitForWorkThatIsStuckAfterOtherWorkWasSlow() throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    io.execute(
        () -> {
          await(begin);
          actors.execute(() -> did("after the first"));
        });
    io.execute(
        () -> {
          await(slow);
          actors.execute(() -> did("after the slow one"));
        });
    io.execute(() -> await(stuck));
    begin.countDown();
    assertThat(next(1).get(0)).endsWith("after the first"); // Others were given it.

    slow.countDown();
    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("after the slow one");
    stuck.countDown();
  }

  @Test
  void whatFollowsForLongIsLeftToOthers() throws Exception {
    io.execute(() -> actors.execute(this::forever));
    io.execute(() -> did("work"));

    assertThat(next(1)).containsExactly(NAME + ": work");
  }

  @Test
  void itLeavesAllToOthersForAWhileWhenAPieceHasTakenLong() throws Exception {
    io.execute(
        () ->
            actors.execute(
                () -> {
                  compute(Duration.ofMillis(10));
                  io.execute(() -> actors.execute(() -> did("what follows")));
                }));

    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");
  }

  private static void compute(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
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
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    io.execute(
        () -> {
          await(begin);
          ((IoThread) Thread.currentThread()).take(() -> did("nothing"), IoExecutorTest::ended);
          actors.execute(() -> did("what follows"));
        });
    io.execute(() -> await(stuck));
    begin.countDown();

    assertThat(next(1).get(0)).endsWith("what follows");
    stuck.countDown();
  }

  private static void ended(Runnable work) {
    throw new RejectedExecutionException();
  }

  private void forever() {
    if (!io.isShutdown()) {
      actors.execute(this::forever);
    }
  }

  private void did(String what) {
    did.add(Thread.currentThread().getName() + ": " + what);
  }

  private List<String> next(int number) throws InterruptedException {
    return Waiting.next(did, number);
  }
}
