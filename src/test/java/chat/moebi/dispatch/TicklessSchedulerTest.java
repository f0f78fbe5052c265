package chat.moebi.dispatch;

import static chat.moebi.dispatch.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.actor.Cancellable;
import akka.actor.Scheduler.TaskRunOnClose;
import akka.actor.SchedulerException;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContextExecutor;

@Timeout(30)
@StartsActorSystem
class TicklessSchedulerTest {

  private static final Duration SOON = Duration.ofMillis(50);

  /** Long enough for something to be done before. */
  private static final Duration LATER = Duration.ofSeconds(1);

  private static final ExecutionContext DIRECTLY = ExecutionContext.fromExecutor(Runnable::run);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));

  /** That of all actors. */
  private final ExecutionContextExecutor actors = kit.system().executionContext();

  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  private final TicklessScheduler scheduler =
      new TicklessScheduler(
          ConfigFactory.empty(), kit.system().classicSystem().log(), this::threadOfAkka);
  private final BlockingQueue<String> did = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    scheduler.close();
    kit.shutdownTestKit();
  }

  @Test
  void nodesUseIt() {
    assertThat(kit.system().classicSystem().scheduler()).isInstanceOf(TicklessScheduler.class);
  }

  @Test
  void itsThreadDoesWhatActorsHaveToDoThen() throws Exception {
    scheduler.scheduleOnce(SOON, () -> did("work in " + threadName()), actors);

    assertThat(next(1)).containsExactly("work in scheduler");
  }

  // The work itself is not by actors, or it could take all of the time that the thread goes on for.
  @Test
  void itsThreadDoesWhatFollows() throws Exception {
    Runnable work =
        () -> {
          actors.execute(() -> did("what follows in " + threadName()));
          did("work in " + threadName());
        };
    scheduler.scheduleOnce(SOON, work, DIRECTLY);

    assertThat(next(2)).containsExactly("work in scheduler", "what follows in scheduler");
  }

  @Test
  void workIsDoneInTheOrderOfItsTimesAndNotBeforeThem() throws Exception {
    long begin = System.nanoTime();
    scheduler.scheduleOnce(SOON.multipliedBy(4), () -> did("later"), actors);
    scheduler.scheduleOnce(SOON, () -> did("soon"), actors);
    scheduler.scheduleOnce(Duration.ofDays(200), () -> did("in another year"), actors);

    assertThat(next(2)).containsExactly("soon", "later");
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SOON.multipliedBy(4).toNanos());
  }

  @Test
  void whatHasNoDelayIsDoneBySomebodyElseAtOnce() throws Exception {
    Cancellable done = scheduler.scheduleOnce(Duration.ZERO, () -> did(threadName()), actors);

    assertThat(next(1).get(0)).startsWith("TicklessSchedulerTest");
    assertThat(done.cancel()).isFalse();
    assertThat(done.isCancelled()).isFalse();
  }

  @Test
  void whatIsCancelledIsNotDone() throws Exception {
    Cancellable first = scheduler.scheduleOnce(LATER, () -> did("cancelled"), actors);
    scheduler.scheduleOnce(LATER.plus(SOON), () -> did("not cancelled"), actors);

    assertThat(first.cancel()).isTrue();
    assertThat(first.isCancelled()).isTrue();
    assertThat(first.cancel()).isFalse();
    assertThat(next(1)).containsExactly("not cancelled");
  }

  @Test
  void whatIsDoneAtAFixedRateIsDoneUntilItIsCancelled() throws Exception {
    long begin = System.nanoTime();
    Cancellable repeated = scheduler.scheduleAtFixedRate(SOON, SOON, () -> did("work"), actors);
    next(5);

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SOON.multipliedBy(5).toNanos());
    assertThat(repeated.cancel()).isTrue();
    assertThat(repeated.isCancelled()).isTrue();
    assertThat(repeated.cancel()).isFalse();
    scheduler.scheduleOnce(SOON.multipliedBy(4), () -> did("after"), actors);
    scheduler.scheduleOnce(SOON.multipliedBy(8), () -> did("long after"), actors);
    String next = next(1).get(0);
    while (next.equals("work")) { // It was done before, or had begun.
      next = next(1).get(0);
    }
    assertThat(next).isEqualTo("after");
    assertThat(next(1)).containsExactly("long after");
  }

  @Test
  void whatIsDoneAtAFixedRateMakesUpForADelay() throws Exception {
    Duration interval = Duration.ofMillis(4);
    int missed = 400;
    CountDownLatch end = new CountDownLatch(1);
    scheduler.scheduleAtFixedRate(
        Duration.ZERO,
        interval,
        () -> {
          await(end);
          did("work");
        },
        actors);
    // Not by the same one: its thread waits.
    kit.system().scheduler().scheduleOnce(interval.multipliedBy(missed), end::countDown, actors);
    await(end);
    long begin = System.nanoTime();
    next(missed);

    assertThat(System.nanoTime() - begin).isLessThan(interval.multipliedBy(missed).toNanos());
  }

  @Test
  void whatIsRepeatedIsDoneInOneWakeUpWithWhatHasAMultipleOfItsInterval() throws Exception {
    Duration interval = Duration.ofMillis(500);
    long near = interval.dividedBy(4).toNanos();
    BlockingQueue<Long> often = timesOf(interval, interval);
    BlockingQueue<Long> seldom =
        timesOf(interval.multipliedBy(3).dividedBy(2), interval.multipliedBy(2));
    for (int i = 0; i < 2; i++) {
      seldom.take(); // Half an interval apart from the others, as it was told to be at first.
    }
    List<Long> times = List.of(seldom.take(), seldom.take());

    List<Long> others = new ArrayList<>();
    do {
      others.add(often.take());
    } while (others.get(others.size() - 1) < times.get(1) + near);
    assertThat(times)
        .allMatch(time -> others.stream().anyMatch(other -> Math.abs(other - time) < near));
  }

  @Test
  void whatIsRepeatedDoesNotMakeUpForADelay() throws Exception {
    Duration interval = Duration.ofMillis(200);
    CountDownLatch end = new CountDownLatch(1);
    BlockingQueue<Long> times = timesOf(SOON, interval);
    scheduler.scheduleOnce(SOON.dividedBy(2), () -> await(end), DIRECTLY);
    // Not by the same one: its thread waits.
    kit.system().scheduler().scheduleOnce(interval.multipliedBy(4), end::countDown, actors);
    long first = times.take();
    long second = times.take();

    assertThat(second - first).isGreaterThan(interval.dividedBy(2).toNanos());
    assertThat(times.take() - second).isGreaterThan(interval.dividedBy(2).toNanos());
  }

  @Test
  void whatIsRepeatedComesSoonerByHalfAnIntervalAtMost() throws Exception {
    Duration interval = Duration.ofMillis(200);
    List<BlockingQueue<Long>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(timesOf(interval.multipliedBy(i).dividedBy(10), interval));
    }
    for (BlockingQueue<Long> times : all) {
      times.take(); // From then on it repeats itself, first as it was told to.
      long second = times.take();
      assertThat(times.take() - second).isGreaterThan(interval.dividedBy(2).toNanos());
    }
  }

  @Test
  void whatSchedulesItselfAgainWithAnotherDelayIsNotDoneBeforeThat() throws Exception {
    Duration longer = Duration.ofMillis(100);
    for (int i = 1; i <= 10; i++) {
      BlockingQueue<Long> times = new LinkedBlockingQueue<>();
      AtomicInteger left = new AtomicInteger(1);
      scheduler.scheduleOnce(
          Duration.ofMillis(29L * i),
          new Runnable() {
            @Override
            public void run() {
              times.add(System.nanoTime());
              if (left.getAndDecrement() > 0) {
                scheduler.scheduleOnce(longer, this, DIRECTLY);
              }
            }
          },
          DIRECTLY);
      long first = times.take();
      assertThat(times.take() - first).isGreaterThanOrEqualTo(longer.toNanos());
    }
  }

  @Test
  void whatTellsSomebodyWhoHasEndedIsNotDoneAgain() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Cancellable repeated =
        scheduler.scheduleAtFixedRate(
            SOON,
            SOON,
            () -> {
              times.incrementAndGet();
              did("work");
              throw new SchedulerException("it has ended");
            },
            actors);
    next(1);
    scheduler.scheduleOnce(SOON.multipliedBy(4), () -> did("after"), actors);

    assertThat(next(1)).containsExactly("after");
    assertThat(times).hasValue(1);
    assertThat(repeated.isCancelled()).isTrue();
  }

  @Test
  void whatIsForTheEndIsDoneThenAndAllElseIsDroppedAndNothingIsTakenAnyMore() throws Exception {
    TaskRunOnClose last = () -> did("last");
    TaskRunOnClose cancelled = () -> did("cancelled");
    TaskRunOnClose past = () -> did("past");
    scheduler.scheduleOnce(Duration.ZERO, past, actors);
    scheduler.scheduleOnce(SOON, past, actors);
    assertThat(next(2)).containsExactly("past", "past");
    scheduler.scheduleOnce(Duration.ofHours(1), last, actors);
    scheduler.scheduleOnce(Duration.ofHours(1), cancelled, actors).cancel();
    scheduler.scheduleOnce(LATER, () -> did("dropped"), actors);

    scheduler.close();
    scheduler.close();

    assertThat(did).containsExactly("last");
    IllegalStateException refusal =
        catchThrowableOfType(
            IllegalStateException.class,
            () -> scheduler.scheduleOnce(SOON, () -> did("too late"), actors));
    assertThat(refusal).hasCauseInstanceOf(SchedulerException.class);
    assertThat(next(1)).containsExactly("last");
    assertThat(did.poll(LATER.toMillis() * 2, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void whatDoesNotEndWellAtTheEndKeepsNothingElseFromIt() {
    TaskRunOnClose failing =
        () -> {
          throw new IllegalArgumentException("not today");
        };
    TaskRunOnClose last = () -> did("last");
    for (TaskRunOnClose task : List.of(failing, last, failing)) {
      scheduler.scheduleOnce(Duration.ofHours(1), task, actors);
    }

    scheduler.close();

    assertThat(did).containsExactly("last");
  }

  @Test
  void anErrorIsAkkasBusinessAndTheNextOneIsDoneAllTheSame() throws Exception {
    OutOfMemoryError error = new OutOfMemoryError("said by the test");
    ExecutionContext fails =
        ExecutionContext.fromExecutor(
            work -> {
              throw error;
            });
    scheduler.scheduleOnce(SOON, () -> {}, fails);
    scheduler.scheduleOnce(SOON.multipliedBy(2), () -> did("next"), actors);

    assertThat(next(1)).containsExactly("next");
    assertThat(failures.poll(20, TimeUnit.SECONDS)).isSameAs(error);
  }

  @Test
  void whatHasBegunCannotBeCancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Cancellable task =
        scheduler.scheduleOnce(
            SOON,
            () -> {
              begun.countDown();
              await(end);
              did("work");
            },
            actors);
    begun.await();

    assertThat(task.cancel()).isFalse();
    assertThat(task.isCancelled()).isFalse();
    end.countDown();
    assertThat(next(1)).containsExactly("work");
  }

  private Thread threadOfAkka(Runnable work) {
    Thread thread = new Thread(work, "scheduler");
    thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
    return thread;
  }

  private static String threadName() {
    return Thread.currentThread().getName();
  }

  /** Repeats something that only notes when it is done. */
  private BlockingQueue<Long> timesOf(Duration first, Duration interval) {
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    scheduler.scheduleWithFixedDelay(first, interval, () -> times.add(System.nanoTime()), DIRECTLY);
    return times;
  }

  private void did(String what) {
    did.add(what);
  }

  private List<String> next(int number) throws InterruptedException {
    return Waiting.next(did, number);
  }
}
