package chat.moebi.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.name.NodeName;
import chat.moebi.output.Messages;
import chat.moebi.output.OutputWriter;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseMap(
                  Map.of("akka.actor.provider", "local", "chat.dispatch", "spinning"))
              .withFallback(ConfigFactory.load()));

  /** The executor of all actors. */
  private final Executor actors = kit.system().executionContext();

  /** The time of the thread under test, which advances only where a test says so. */
  private final AtomicLong now = new AtomicLong(System.nanoTime());

  /** The delayed hand-overs to other threads, which a test runs. */
  private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();

  private final IoExecutor io =
      new IoExecutor(work -> new IoThread(work, NAME, now::get), 3, later::add);
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
    IoExecutor inRealTime = new IoExecutor(NAME, 3);
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    try {
      inRealTime.execute(
          () -> {
            await(begin);
            actors.execute(() -> did("what follows"));
          });
      inRealTime.execute(() -> await(stuck));
      begin.countDown();

      assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");
    } finally {
      begin.countDown();
      stuck.countDown();
      inRealTime.shutdown();
    }
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
    handOver();
    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("after the first");

    slow.countDown();
    handOver();
    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("after the slow one");
    stuck.countDown();
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

    handOver();
    assertThat(next(1).get(0)).startsWith("IoExecutorTest").endsWith("what follows");
    stuck.countDown();
  }

  @Test
  void anOutputMayWaitForActors() throws Exception {
    try (OutputWriter writer = new OutputWriter((from, text) -> showAfterAnActor(text), NAME)) {
      writer.show(
          Messages.direct(NodeName.parse("kate@localhost"), "hi"),
          Messages.NO_ANSWERS,
          result -> actors.execute(() -> did("what follows")));

      assertThat(next(2)).containsExactly(NAME + ": hi", NAME + ": what follows");
    }
  }

  private void showAfterAnActor(String text) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    actors.execute(() -> answer.complete(text));
    did(answer.orTimeout(10, TimeUnit.SECONDS).join());
  }

  private static void ended(Runnable work) {
    throw new RejectedExecutionException();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void handOver() throws InterruptedException {
    Runnable handingOver = later.poll(20, TimeUnit.SECONDS);
    assertThat(handingOver).isNotNull();
    handingOver.run();
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

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
