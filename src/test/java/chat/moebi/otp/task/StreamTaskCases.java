package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.StreamOptions.OnTimeout;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stream runs its tasks. */
abstract class StreamTaskCases extends StreamTasks {

  private static List<Call<Block.Number>> numbers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Call.of(new Block(), new Block.Number(i)))
        .toList();
  }

  private static List<TaskResult<Block.Number>> completed(int count) {
    return IntStream.rangeClosed(1, count)
        .<TaskResult<Block.Number>>mapToObj(i -> new Completed<>(new Block.Number(i)))
        .toList();
  }

  @Nested
  class Results {

    @ParameterizedTest
    @ValueSource(ints = {4, 2, 8})
    void comeInTheOrderOfTheCalls(int concurrency) {
      Pid own = lab.own();
      assertThat(supervisor.asyncStream(numbers(4), OPTIONS.maxConcurrency(concurrency)).toList())
          .isEqualTo(completed(4));
      assertThat(
              supervisor
                  .asyncStreamNoLink(numbers(4), OPTIONS.maxConcurrency(concurrency))
                  .toList())
          .isEqualTo(completed(4));
      assertThat(children(supervisor)).isEmpty();
      assertThat(flush()).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({"4, true", "2, true", "8, true", "4, false", "2, false", "8, false"})
    void comeInTheOrderOfTheCallsWhenTheFirstIsTheSlowest(int concurrency, boolean isLinked)
        throws Exception {
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(stream(isLinked, waiting(4), OPTIONS.maxConcurrency(concurrency)));
      endInReverse(4, concurrency);
      assertThat(join(results)).isEqualTo(results(4, "return"));
    }

    @Test
    void comeWithATimeoutOfAnyLength() {
      StreamOptions options = OPTIONS.timeout(ChronoUnit.FOREVER.getDuration(), OnTimeout.EXIT);
      assertThat(supervisor.asyncStream(numbers(4), options).toList()).isEqualTo(completed(4));
    }

    @ParameterizedTest
    @CsvSource({"4, return", "2, return", "8, return", "4, exit", "2, exit", "8, exit"})
    void areAsManyAsTheCallsOfALimitedInput(int concurrency, String last) throws Exception {
      Iterable<Call<Said>> calls = waiting(8, last).stream().limit(4)::iterator;
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStreamNoLink(calls, OPTIONS.maxConcurrency(concurrency)));
      endInReverse(4, concurrency);
      assertThat(join(results)).isEqualTo(results(4, last));
      assertThat(audience.heard()).as("more tasks").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, return", "2, return", "8, return", "4, exit", "2, exit", "8, exit"})
    void ofTwoStreamsCanBeTakenInTurn(int concurrency, String last) {
      List<Call<Said>> calls =
          IntStream.rangeClosed(1, 4).mapToObj(i -> act(audience, last + " " + i)).toList();
      StreamOptions options = OPTIONS.maxConcurrency(concurrency);
      Iterator<TaskResult<Said>> one = supervisor.asyncStreamNoLink(calls, options).iterator();
      Iterator<TaskResult<Said>> other = supervisor.asyncStreamNoLink(calls, options).iterator();
      for (TaskResult<Said> expected : results(4, last)) {
        assertThat(one.next()).isEqualTo(expected);
        assertThat(other.next()).isEqualTo(expected);
      }
      assertThat(one).isExhausted();
      assertThat(other).isExhausted();
    }

    @Test
    void comeAsTheyAreThereWhenUnordered() throws Exception {
      BlockingQueue<TaskResult<Said>> results = new LinkedBlockingQueue<>();
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> supervisor.asyncStream(waiting(4), OPTIONS.unordered()).forEach(results::add));
      List<Pid> pids = pids(1, 4);
      for (int i = 3; i >= 0; i--) {
        lab.tell(pids.get(i), "go");
        assertThat(results.poll(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .isEqualTo(said(Integer.toString(i + 1)));
      }
      join(end);
    }

    @Test
    void comeOneByOneWhenUnorderedWithoutConcurrency() throws Exception {
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStream(waiting(4), OPTIONS.unordered().maxConcurrency(1)));
      for (int number = 1; number <= 4; number++) {
        Pid pid = audience.hears(Integer.toString(number));
        assertThat(children(supervisor)).containsExactly(pid);
        lab.tell(pid, "go");
      }
      assertThat(join(results)).isEqualTo(results(4, "return"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2, 8})
    void areReasonsWhereTasksExit(int concurrency) {
      Pid own = lab.own();
      List<Call<Said>> exits =
          IntStream.rangeClosed(1, 4).mapToObj(i -> act(audience, "exit " + i)).toList();
      assertThat(supervisor.asyncStreamNoLink(exits, OPTIONS.maxConcurrency(concurrency)).toList())
          .isEqualTo(
              IntStream.rangeClosed(1, 4)
                  .mapToObj(i -> new Exited<Said>(ExitReason.of(Integer.toString(i))))
                  .toList());
      assertThat(lab.own()).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2, 8})
    void areReasonsForAProgramWhoseProcessTrapsExits(int concurrency) throws Exception {
      Pid own = lab.own();
      trapExits();
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStream(waiting(4, "exit"), OPTIONS.maxConcurrency(concurrency)));
      endInReverse(4, concurrency);
      assertThat(join(results)).isEqualTo(results(4, "exit"));
      assertThat(flush()).hasSize(4).hasOnlyElementsOfType(Received.Exit.class);
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void areNoneOfNoCalls() {
      assertThat(supervisor.asyncStream(List.<Call<Said>>of(), OPTIONS)).isEmpty();
    }

    @Test
    void endWithTheLast() {
      Iterator<TaskResult<Block.Number>> results =
          supervisor.asyncStream(numbers(1), OPTIONS).iterator();
      results.next();
      assertThat(results.hasNext()).isFalse();
      assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Nested
  class Concurrency {

    @Test
    void isBounded() throws Exception {
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStreamNoLink(waiting(6), OPTIONS.maxConcurrency(2)));
      List<Pid> running = new ArrayList<>(pids(1, 2));
      for (int next = 3; next <= 6; next++) {
        assertThat(children(supervisor)).isEqualTo(running);
        assertThat(audience.heard()).isEmpty();
        lab.tell(running.remove(0), "go");
        running.add(audience.hears(Integer.toString(next)));
      }
      assertThat(children(supervisor)).isEqualTo(running);
      running.forEach(pid -> lab.tell(pid, "go"));
      assertThat(join(results)).hasSize(6).allMatch(Completed.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mayBeAsHighAsTheSupervisorsMaximum(boolean ordered) throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxChildren(2));
      StreamOptions options = OPTIONS.maxConcurrency(2);
      List<TaskResult<Block.Number>> results =
          supervisor.asyncStream(numbers(500), ordered ? options : options.unordered()).toList();
      assertThat(results).containsExactlyInAnyOrderElementsOf(completed(500));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beyondTheSupervisorsMaximumIsRefused(boolean isLinked) throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxChildren(1));
      Pid own = lab.own();
      CompletableFuture<ExitReason> end;
      try (Stream<TaskResult<Said>> stream =
          stream(isLinked, waiting(3), OPTIONS.unordered().maxConcurrency(2))) {
        Refused<Said> refused = (Refused<Said>) stream.findFirst().orElseThrow();
        assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.MAX_CHILDREN);
        end = lab.whenEnded(audience.hears("1"));
        assertThat(children(supervisor)).hasSize(1);
      }
      assertThat(join(end)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(flush()).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void ofNothingIsRefused(int concurrency) {
      assertThatThrownBy(() -> OPTIONS.maxConcurrency(concurrency))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxConcurrency");
    }
  }

  @Nested
  class Laziness {

    private final AtomicInteger asked = new AtomicInteger();

    /** Returns an infinite sequence of calls. */
    private Iterable<Call<Block.Number>> endless() {
      return () ->
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Call<Block.Number> next() {
              return Call.of(new Block(), new Block.Number(asked.incrementAndGet()));
            }
          };
    }

    @Test
    void startsNothingBeforeTheFirstResultIsAskedFor() {
      Stream<TaskResult<Block.Number>> stream = supervisor.asyncStream(endless(), OPTIONS);
      assertThat(asked).hasValue(0);
      assertThat(children(supervisor)).isEmpty();
      Iterator<TaskResult<Block.Number>> results = stream.iterator();
      assertThat(asked).hasValue(0);
      results.next();
      assertThat(asked).hasValue(4);
      stream.close();
    }

    @Test
    void startsNoMoreThanAreAskedFor() {
      try (Stream<TaskResult<Block.Number>> stream =
          supervisor.asyncStream(endless(), OPTIONS.maxConcurrency(2))) {
        assertThat(stream.limit(10).toList()).isEqualTo(completed(10));
      }
      assertThat(asked).hasValue(11);
    }
  }
}
