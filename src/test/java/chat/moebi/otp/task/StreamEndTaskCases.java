package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.StreamOptions.OnTimeout;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stream ends, and what then happens to its tasks. */
abstract class StreamEndTaskCases extends StreamTasks {

  /** Longer than a task needs to start and be heard on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @Nested
  class TheEnd {

    @ParameterizedTest
    @CsvSource({"4, true", "2, true", "8, true", "4, false", "2, false", "8, false"})
    void ofAStreamThatIsClosedEndsTheTasksThatStillRun(int concurrency, boolean isLinked)
        throws Exception {
      Pid own = lab.own();
      Stream<TaskResult<Said>> stream =
          stream(isLinked, waiting(4), OPTIONS.maxConcurrency(concurrency));
      CompletableFuture<TaskResult<Said>> first =
          CompletableFuture.supplyAsync(() -> stream.findFirst().orElseThrow());
      List<CompletableFuture<ExitReason>> ends = ends(2, Math.min(4, concurrency));
      end(1);
      assertThat(join(first)).isEqualTo(said("1"));
      assertThat(ends).noneMatch(CompletableFuture::isDone);
      stream.close();
      assertThat(ends).allMatch(end -> join(end).equals(ExitReason.SHUTDOWN));
      assertThat(children(supervisor)).isEmpty();
      assertThat(flush()).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({"4, return", "2, return", "8, return", "4, exit", "2, exit", "8, exit"})
    void ofAStreamOfWhichSomeResultsAreTakenEndsTheOtherTasks(int concurrency, String last)
        throws Exception {
      Stream<TaskResult<Said>> stream =
          supervisor.asyncStreamNoLink(waiting(8, last), OPTIONS.maxConcurrency(concurrency));
      CompletableFuture<List<TaskResult<Said>>> taken = consume(stream.limit(4));
      endInReverse(4, concurrency);
      assertThat(join(taken)).isEqualTo(results(4, last));
      // The stream starts a task for each result that it hands over, except for the last one.
      List<CompletableFuture<ExitReason>> ends = ends(5, Math.min(8, concurrency + 3));
      assertThat(ends).noneMatch(CompletableFuture::isDone);
      stream.close();
      assertThat(ends).allMatch(end -> join(end).equals(ExitReason.SHUTDOWN));
      assertThat(children(supervisor)).isEmpty();
      assertThat(audience.heard()).as("more tasks").isEmpty();
    }

    private List<CompletableFuture<ExitReason>> ends(int first, int last)
        throws InterruptedException {
      return pids(first, last).stream().map(lab::whenEnded).toList();
    }

    @Test
    void comesWithAnInputThatFails() throws Exception {
      Iterator<Call<Said>> calls = waiting(2).iterator();
      Iterable<Call<Said>> failing =
          () ->
              new Iterator<>() {
                @Override
                public boolean hasNext() {
                  return true;
                }

                @Override
                public Call<Said> next() {
                  if (!calls.hasNext()) {
                    hearFirst(2);
                    throw new IllegalStateException("no more");
                  }
                  return calls.next();
                }
              };
      assertThatIllegalStateException()
          .isThrownBy(() -> supervisor.asyncStream(failing, OPTIONS).toList())
          .withMessage("no more");
      assertThatTheFirstEnd();
    }

    @Test
    void comesWithACallThatCannotBeStarted() throws Exception {
      List<Call<Said>> calls = new ArrayList<>(waiting(2));
      calls.add(null);
      assertThatNullPointerException()
          .isThrownBy(() -> supervisor.asyncStream(calls, OPTIONS).toList());
      hearFirst(2);
      assertThatTheFirstEnd();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesWithAMapperOrAConsumerThatFails(boolean isMapper) throws Exception {
      List<Call<Said>> calls = new ArrayList<>();
      calls.add(act(audience, "return 0"));
      calls.addAll(waiting(2));
      Stream<TaskResult<Said>> stream = supervisor.asyncStream(calls, OPTIONS);
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                if (isMapper) {
                  stream.map(this::fail).toList();
                } else {
                  stream.forEach(this::fail);
                }
              })
          .withMessage("no more");
      assertThatTheFirstEnd();
    }

    @Test
    void ofAStreamThatItsConsumerClosesStartsNothingMore() throws Exception {
      AtomicInteger asked = new AtomicInteger();
      Iterable<Call<Block.Number>> calls =
          () ->
              Stream.generate(() -> Call.of(new Block(), new Block.Number(asked.incrementAndGet())))
                  .iterator();
      List<TaskResult<Block.Number>> results = new ArrayList<>();
      Stream<TaskResult<Block.Number>> stream =
          supervisor.asyncStream(calls, OPTIONS.maxConcurrency(1));
      stream.forEach(
          result -> {
            results.add(result);
            stream.close();
          });
      assertThat(results).containsExactly(new Completed<>(new Block.Number(1)));
    }

    private List<CompletableFuture<ExitReason>> ends = List.of();

    private void hearFirst(int count) {
      try {
        ends = ends(1, count);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private Object fail(TaskResult<Said> result) {
      hearFirst(2);
      throw new IllegalStateException("no more");
    }

    private void assertThatTheFirstEnd() {
      assertThat(ends).hasSize(2).allMatch(end -> isEndOrNone(end, ExitReason.SHUTDOWN));
    }

    /** The task may have ended before the monitor began: then the reason is {@code noproc}. */
    private static boolean isEndOrNone(CompletableFuture<ExitReason> end, ExitReason reason) {
      return Set.of(reason, ExitReason.NOPROC).contains(join(end));
    }

    @Test
    void comesWithTheTimeoutOfATask() throws Exception {
      Pid own = lab.own();
      StreamOptions options = OPTIONS.timeout(TIMEOUT, OnTimeout.EXIT);
      Stream<TaskResult<Said>> stream = supervisor.asyncStream(waiting(2), options);
      CompletableFuture<Object> failure = CompletableFuture.supplyAsync(() -> failure(stream));
      List<CompletableFuture<ExitReason>> ends = ends(1, 2);
      assertThat(join(failure)).isInstanceOf(TaskTimeoutException.class);
      assertThat(ends).allMatch(end -> isEndOrNone(end, ExitReason.SHUTDOWN));
      assertThat(flush()).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
    }

    private Object failure(Stream<TaskResult<Said>> stream) {
      try {
        return stream.toList();
      } catch (TaskTimeoutException e) {
        return e;
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2, 8})
    void ofATaskThatTakesTooLongIsAResult(int concurrency) throws Exception {
      Pid own = lab.own();
      StreamOptions options =
          OPTIONS.timeout(TIMEOUT, OnTimeout.KILL_TASK).maxConcurrency(concurrency);
      Call<Said> quick = act(audience, "return 1");
      Call<Said> slow = act(audience, "trap", "say ready", "await go");
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStream(List.of(slow, quick, slow, quick), options));
      CompletableFuture<ExitReason> firstEnd = lab.whenEnded(audience.hears("ready"));
      CompletableFuture<ExitReason> secondEnd = lab.whenEnded(audience.hears("ready"));
      TaskResult<Said> timeout = new Exited<>(ExitReason.of("timeout"));
      assertThat(join(results)).containsExactly(timeout, said("1"), timeout, said("1"));
      assertThat(List.of(firstEnd, secondEnd)).allMatch(end -> isEndOrNone(end, ExitReason.KILLED));
      assertThat(flush()).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void ofTasksThatTakeTooLongComesAfterTheOthersWhenUnordered() {
      StreamOptions options = OPTIONS.unordered().timeout(TIMEOUT, OnTimeout.KILL_TASK);
      List<Call<Said>> calls =
          List.of(
              act(audience, "await go"),
              act(audience, "return 1"),
              act(audience, "await go"),
              act(audience, "return 1"));
      TaskResult<Said> timeout = new Exited<>(ExitReason.of("timeout"));
      assertThat(supervisor.asyncStream(calls, options).toList())
          .containsExactly(said("1"), said("1"), timeout, timeout);
      assertThat(children(supervisor)).isEmpty();
      assertThat(flush()).isEmpty();
    }

    @Test
    void ofATimeThatIsNegativeIsRefused() {
      assertThatThrownBy(() -> OPTIONS.timeout(Duration.ofMillis(-1), OnTimeout.EXIT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("timeout");
    }

    @Test
    void comesWithAnInterrupt() throws Exception {
      Stream<TaskResult<Said>> stream = supervisor.asyncStream(waiting(1), OPTIONS);
      CompletableFuture<Object> failure = new CompletableFuture<>();
      Thread consumer =
          new Thread(
              () -> {
                try {
                  failure.complete(stream.toList());
                } catch (IllegalStateException e) {
                  failure.complete(e);
                }
              });
      consumer.start();
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("1"));
      consumer.interrupt();
      assertThat(join(failure)).isInstanceOf(IllegalStateException.class);
      assertThat(join(end)).isEqualTo(ExitReason.SHUTDOWN);
    }
  }
}
