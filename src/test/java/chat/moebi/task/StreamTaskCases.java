package chat.moebi.task;

import static chat.moebi.task.TaskLab.act;
import static chat.moebi.task.TaskLab.children;
import static chat.moebi.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.function.Call;
import chat.moebi.process.ExitReason;
import chat.moebi.process.Pid;
import chat.moebi.process.Received.Message;
import chat.moebi.process.Refusal;
import chat.moebi.task.StreamOptions.OnTimeout;
import chat.moebi.task.TaskLab.Audience;
import chat.moebi.task.TaskResult.Completed;
import chat.moebi.task.TaskResult.Exited;
import chat.moebi.task.TaskResult.Refused;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says how a stream runs its tasks. */
abstract class StreamTaskCases extends TaskCases {

  private static final Duration LONG = PipedProcess.PATIENCE;
  private static final StreamOptions OPTIONS =
      StreamOptions.DEFAULT.timeout(LONG, OnTimeout.EXIT).maxConcurrency(4);

  private Audience audience;
  private TaskSupervisor supervisor;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
  }

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

  /** Returns calls of tasks that say their number, and return it when they are told to. */
  private List<Call<Said>> waiting(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> act(audience, "say " + i, "await go", "return " + i))
        .toList();
  }

  private static TaskResult<Said> said(String text) {
    return new Completed<>(new Said(text));
  }

  private <R> CompletableFuture<List<TaskResult<R>>> consume(Stream<TaskResult<R>> stream) {
    return CompletableFuture.supplyAsync(stream::toList);
  }

  private List<Pid> hearNumbers(int count) throws InterruptedException {
    Pid[] pids = new Pid[count];
    for (int i = 0; i < count; i++) {
      Message message = audience.heard().poll(LONG.toSeconds(), TimeUnit.SECONDS);
      pids[Integer.parseInt(message.text()) - 1] = message.from();
    }
    return List.of(pids);
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
      assertThat(lab.own()).isEqualTo(own);
      assertThat(join(lab.sophie().process().flush())).isEmpty();
    }

    @Test
    void comeInTheOrderOfTheCallsWhenTheFirstIsTheSlowest() throws Exception {
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStream(waiting(4), OPTIONS));
      List<Pid> pids = hearNumbers(4);
      for (int i = 3; i >= 0; i--) {
        CompletableFuture<ExitReason> end = lab.whenEnded(pids.get(i));
        assertThat(results).isNotDone();
        lab.tell(pids.get(i), "go");
        join(end);
      }
      assertThat(join(results)).containsExactly(said("1"), said("2"), said("3"), said("4"));
    }

    @Test
    void comeAsTheyAreThereWhenUnordered() throws Exception {
      BlockingQueue<TaskResult<Said>> results = new LinkedBlockingQueue<>();
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> supervisor.asyncStream(waiting(4), OPTIONS.unordered()).forEach(results::add));
      List<Pid> pids = hearNumbers(4);
      for (int i = 3; i >= 0; i--) {
        lab.tell(pids.get(i), "go");
        assertThat(results.poll(LONG.toSeconds(), TimeUnit.SECONDS))
            .isEqualTo(said(Integer.toString(i + 1)));
      }
      join(end);
    }

    @Test
    void comeOneByOneWhenUnorderedWithoutConcurrency() {
      assertThat(supervisor.asyncStream(numbers(4), OPTIONS.unordered().maxConcurrency(1)).toList())
          .isEqualTo(completed(4));
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

    @Test
    void areReasonsForAProgramWhoseProcessTrapsExits() {
      Pid own = lab.own();
      join(lab.sophie().process().trapExits(true));
      try {
        List<Call<Said>> calls = List.of(act(audience, "exit 1"), act(audience, "return 2"));
        assertThat(supervisor.asyncStream(calls, OPTIONS).toList())
            .containsExactly(new Exited<>(ExitReason.of("1")), said("2"));
        assertThat(lab.own()).isEqualTo(own);
      } finally {
        join(lab.sophie().process().trapExits(false));
      }
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
      List<Pid> running = new ArrayList<>(hearNumbers(2));
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

    @Test
    void beyondTheSupervisorsMaximumIsRefused() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxChildren(1));
      Pid own = lab.own();
      CompletableFuture<ExitReason> end;
      try (Stream<TaskResult<Said>> stream =
          supervisor.asyncStream(waiting(3), OPTIONS.unordered().maxConcurrency(2))) {
        Refused<Said> refused = (Refused<Said>) stream.findFirst().orElseThrow();
        assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.MAX_CHILDREN);
        end = lab.whenEnded(audience.hears("1"));
        assertThat(children(supervisor)).hasSize(1);
      }
      assertThat(join(end)).isEqualTo(ExitReason.SHUTDOWN);
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

    /** Returns calls without an end. */
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

  @Nested
  class TheEnd {

    @Test
    void ofAStreamThatIsClosedEndsTheTasksThatStillRun() throws Exception {
      Pid own = lab.own();
      List<Call<Said>> calls = new ArrayList<>();
      calls.add(act(audience, "await go", "return 0"));
      calls.addAll(waiting(3));
      Stream<TaskResult<Said>> stream = supervisor.asyncStream(calls, OPTIONS);
      CompletableFuture<TaskResult<Said>> first =
          CompletableFuture.supplyAsync(() -> stream.findFirst().orElseThrow());
      List<CompletableFuture<ExitReason>> ends =
          hearNumbers(3).stream().map(lab::whenEnded).toList();
      Pid quick = children(supervisor).get(0);
      lab.tell(quick, "go");
      assertThat(join(first)).isEqualTo(said("0"));
      assertThat(ends).noneMatch(CompletableFuture::isDone);
      stream.close();
      assertThat(ends).allMatch(end -> join(end).equals(ExitReason.SHUTDOWN));
      assertThat(children(supervisor)).isEmpty();
      assertThat(lab.own()).isEqualTo(own);
      assertThat(join(lab.sophie().process().flush())).isEmpty();
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
      assertThat(results).isEqualTo(completed(1));
    }

    private List<CompletableFuture<ExitReason>> ends = List.of();

    private void hearFirst(int count) {
      try {
        ends = hearNumbers(count).stream().map(lab::whenEnded).toList();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private Object fail(TaskResult<Said> result) {
      hearFirst(2);
      throw new IllegalStateException("no more");
    }

    private void assertThatTheFirstEnd() {
      assertThat(ends)
          .hasSize(2)
          .allMatch(end -> Set.of(ExitReason.SHUTDOWN, ExitReason.NOPROC).contains(join(end)));
    }

    @Test
    void comesWithTheTimeoutOfATask() throws Exception {
      Pid own = lab.own();
      StreamOptions options = OPTIONS.timeout(Duration.ofMillis(500), OnTimeout.EXIT);
      Stream<TaskResult<Said>> stream = supervisor.asyncStream(waiting(2), options);
      CompletableFuture<Object> failure = CompletableFuture.supplyAsync(() -> failure(stream));
      List<CompletableFuture<ExitReason>> ends =
          hearNumbers(2).stream().map(lab::whenEnded).toList();
      assertThat(join(failure)).isInstanceOf(TaskTimeoutException.class);
      assertThat(ends).allMatch(end -> join(end).equals(ExitReason.SHUTDOWN));
      assertThat(lab.own()).isEqualTo(own);
    }

    private Object failure(Stream<TaskResult<Said>> stream) {
      try {
        return stream.toList();
      } catch (TaskTimeoutException e) {
        return e;
      }
    }

    @Test
    void ofATaskThatTakesTooLongIsAResult() throws Exception {
      Pid own = lab.own();
      StreamOptions options = OPTIONS.timeout(Duration.ofMillis(500), OnTimeout.KILL_TASK);
      List<Call<Said>> calls =
          List.of(act(audience, "return 1"), act(audience, "trap", "say ready", "await go"));
      CompletableFuture<List<TaskResult<Said>>> results =
          consume(supervisor.asyncStream(calls, options));
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      assertThat(join(results)).containsExactly(said("1"), new Exited<>(ExitReason.of("timeout")));
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void ofTasksThatTakeTooLongComesAfterTheOthersWhenUnordered() {
      StreamOptions options =
          OPTIONS.unordered().timeout(Duration.ofMillis(500), OnTimeout.KILL_TASK);
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
