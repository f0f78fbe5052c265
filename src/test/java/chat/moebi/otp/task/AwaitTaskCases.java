package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a program awaits its tasks, or waits for them. */
abstract class AwaitTaskCases extends TaskCases {

  /** A test that waits this long has failed. */
  static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;

  private Audience audience;
  private TaskSupervisor supervisor;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
  }

  /** Starts a task without a link, so that its failure is not the test's. */
  private Task<Said> task(String... steps) {
    return supervisor.asyncNoLink(act(audience, steps));
  }

  private static TaskResult<Said> said(String text) {
    return new Completed<>(new Said(text));
  }

  private static TaskResult<?> failureOf(Task<?> task) {
    return failure(() -> task.await(TEST_TIMEOUT));
  }

  private static TaskResult<?> failure(ThrowingCallable call) {
    return catchThrowableOfType(TaskFailedException.class, call).result();
  }

  /** Checks that a crash of a task that was given up does not end the program's own process. */
  private void harmsNobodyWhenItCrashes(Pid task) throws Exception {
    // The same owner asks the same supervisor, so the answer comes after the task was unlinked.
    assertThat(task("return 1").await(TEST_TIMEOUT)).isEqualTo(new Said("1"));
    Pid own = lab.own();
    CompletableFuture<ExitReason> end = lab.whenEnded(task);
    lab.tell(task, "go");
    assertThat(join(end)).isEqualTo(new ExitReason(Kind.ERROR, "oops"));
    assertThat(lab.own()).isEqualTo(own);
  }

  @Nested
  class Await {

    @Test
    void returnsWhatTheTaskReturns() throws Exception {
      assertThat(task("return 42").await()).isEqualTo(new Said("42"));
    }

    @Test
    void takesATimeoutOfAnyLengthInEveryForm() throws Exception {
      Duration forever = ChronoUnit.FOREVER.getDuration();
      Said done = new Said("42");
      assertThat(task("return 42").await(forever)).isEqualTo(done);
      assertThat(Task.awaitMany(List.of(task("return 42")), forever)).containsExactly(done);
      assertThat(task("return 42").yield(forever)).contains(said("42"));
      assertThat(Task.yieldMany(List.of(task("return 42")), forever))
          .containsExactly(Optional.of(said("42")));
    }

    @Test
    void refusesANegativeTimeoutAndLeavesTheTask() throws Exception {
      Task<Said> task = task("return 42");
      Duration negative = Duration.ofMillis(-1);
      List<ThrowingCallable> calls =
          List.of(
              () -> task.await(negative),
              () -> Task.awaitMany(List.of(task), negative),
              () -> task.yield(negative),
              () -> Task.yieldMany(List.of(task), negative));
      for (ThrowingCallable call : calls) {
        assertThatIllegalArgumentException()
            .isThrownBy(call)
            .withMessage("a timeout cannot be negative: PT-0.001S");
      }
      assertThat(task.await(TEST_TIMEOUT)).isEqualTo(new Said("42"));
    }

    @Test
    void throwsWhenTheTaskDoesNotEndInTime() throws Exception {
      Task<Said> task = task("say ready", "await go");
      Pid pid = audience.hears("ready");
      assertThatThrownBy(() -> task.await(Duration.ZERO))
          .isInstanceOf(TaskTimeoutException.class)
          .hasMessageContaining(lab.node().toString());
      lab.exit(pid, ExitReason.KILL);
    }

    @Test
    void unlinksTheTaskAtTheTimeout() throws Exception {
      Task<Said> task = supervisor.async(act(audience, "say ready", "await go", "throw oops"));
      Pid pid = audience.hears("ready");
      assertThatThrownBy(() -> task.await(Duration.ZERO)).isInstanceOf(TaskTimeoutException.class);
      harmsNobodyWhenItCrashes(pid);
    }

    @Test
    void dropsWhatATaskReturnsAfterTheTimeout() throws Exception {
      Task<Said> task = task("say ready", "await go", "return late");
      Pid pid = audience.hears("ready");
      assertThatThrownBy(() -> task.await(Duration.ZERO)).isInstanceOf(TaskTimeoutException.class);
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      assertThat(join(end)).isEqualTo(ExitReason.NORMAL);
      // The same owner asks the same supervisor, so this answer comes after the late one.
      assertThat(task("return next").await(TEST_TIMEOUT)).isEqualTo(new Said("next"));
      assertThat(task.completion().toCompletableFuture()).isNotDone();
      assertThat(join(Otp.of(lab.sophie()).process().flush())).isEmpty();
    }

    @Test
    void failsWhenTheTaskExitsNormallyWithoutAResult() {
      assertThat(failureOf(task("exit normal"))).isEqualTo(new Exited<>(ExitReason.NORMAL));
    }

    @Test
    void failsWithWhatTheTaskThrows() {
      assertThat(failureOf(task("throw oops")))
          .isEqualTo(new Exited<>(new ExitReason(Kind.ERROR, "oops")));
    }

    @Test
    void failsWithTheErrorOfTheTask() {
      assertThat(failureOf(task("fail assertion")))
          .isEqualTo(new Exited<>(new ExitReason(Kind.ERROR, "assertion")));
    }

    @Test
    void failsWithTheReasonWithWhichTheTaskExits() {
      assertThat(failureOf(task("exit unknown"))).isEqualTo(new Exited<>(ExitReason.of("unknown")));
    }

    @Test
    void failsWhenTheTaskIsKilled() throws Exception {
      Task<Said> task = task("trap", "say ready", "await go");
      lab.exit(audience.hears("ready"), ExitReason.KILL);
      assertThat(failureOf(task)).isEqualTo(new Exited<>(ExitReason.KILLED));
    }

    @Test
    void saysInASentenceWhatHasFailedAndWhere() {
      assertThatThrownBy(() -> task("throw oops").await(TEST_TIMEOUT))
          .isInstanceOf(TaskFailedException.class)
          .hasMessageContaining("oops")
          .hasMessageContaining(lab.node().toString());
    }

    @Test
    void failsWhenThereIsNoSuchFunction() {
      var call = new Call<>("no_such", None.NONE, Said.class);
      assertThat(failureOf(supervisor.async(call)))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.UNKNOWN_FUNCTION));
    }

    @Test
    void failsWhenTheFunctionCannotTakeTheArguments() {
      var call = new Call<>("act", "words", Said.class);
      assertThat(failureOf(supervisor.async(call)))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.BAD_ARGUMENTS));
    }

    @Test
    void failsWithASentenceWhenTheResultIsTooLong() {
      assertThat(failureOf(task("repeat 70000")).sentence(lab.node()))
          .contains("too long", lab.node().toString());
    }

    @Test
    void cannotBeginWhenTheArgumentsAreTooLong() {
      String[] steps = {"return " + "x".repeat(70_000)};
      assertThatThrownBy(() -> task(steps))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("too long");
    }

    @Test
    void canBeDoneOnce() throws Exception {
      Task<Said> task = task("return 1");
      task.await(TEST_TIMEOUT);
      assertThatThrownBy(() -> task.await(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> task.yield(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> task.shutdown(Shutdown.DEFAULT))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(task::ignore).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void canBeDoneByOneOfManyThreadsOnly() throws Exception {
      Task<Said> task = task("return 1");
      List<CompletableFuture<Object>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.<Object>supplyAsync(() -> outcome(task)))
              .toList();
      assertThat(all.stream().map(TaskLab::join).filter(new Said("1")::equals)).hasSize(1);
    }

    private Object outcome(Task<Said> task) {
      try {
        return task.await(TEST_TIMEOUT);
      } catch (InterruptedException | IllegalStateException e) {
        return e;
      }
    }
  }

  @Nested
  class AwaitMany {

    @Test
    void returnsAllResults() throws Exception {
      List<Task<Said>> tasks = List.of(task("return 1"), task("return 3"), task("return 9"));
      assertThat(Task.awaitMany(tasks, TEST_TIMEOUT))
          .containsExactly(new Said("1"), new Said("3"), new Said("9"));
    }

    @Test
    void returnsThemInTheOrderOfTheTasksWhicheverEndsFirst() throws Exception {
      Task<Said> first = task("say first", "await go", "return 1");
      Pid pid = audience.hears("first");
      Task<Said> second = task("say second", "return 2");
      CompletableFuture<TaskResult<Said>> secondEnd = second.completion().toCompletableFuture();
      assertThat(join(secondEnd)).isEqualTo(said("2"));
      lab.tell(pid, "go");
      assertThat(Task.awaitMany(List.of(first, second), TEST_TIMEOUT))
          .containsExactly(new Said("1"), new Said("2"));
    }

    @Test
    void returnsNothingForNoTasksAtOnce() throws Exception {
      assertThat(Task.awaitMany(List.of(), Duration.ZERO)).isEmpty();
    }

    @Test
    void throwsWhenNotAllEndInTime() throws Exception {
      List<Task<Said>> tasks = List.of(task("return 1"), task("say ready", "await go"));
      Pid pid = audience.hears("ready");
      assertThatThrownBy(() -> Task.awaitMany(tasks, Duration.ZERO))
          .isInstanceOf(TaskTimeoutException.class);
      lab.exit(pid, ExitReason.KILL);
    }

    @Test
    void failsWithTheReasonOfTheTask() {
      assertThat(failure(() -> Task.awaitMany(List.of(task("exit normal")), TEST_TIMEOUT)))
          .isEqualTo(new Exited<>(ExitReason.NORMAL));
    }

    @Test
    void failsAtOnceWhenAnyTaskExits() throws Exception {
      failsAtOnceWith("exit normal", ExitReason.NORMAL);
    }

    @Test
    void failsAtOnceWhenAnyTaskCrashes() throws Exception {
      failsAtOnceWith("exit unknown", ExitReason.of("unknown"));
    }

    @Test
    void failsAtOnceWhenAnyTaskThrows() throws Exception {
      failsAtOnceWith("throw oops", new ExitReason(Kind.ERROR, "oops"));
    }

    @Test
    void failsAtOnceOnTheErrorOfAnyTask() throws Exception {
      failsAtOnceWith("fail assertion", new ExitReason(Kind.ERROR, "assertion"));
    }

    private void failsAtOnceWith(String step, ExitReason reason) throws Exception {
      List<Task<Said>> tasks = List.of(task("say ready", "await go"), task(step));
      Pid endless = audience.hears("ready");
      // If this waited for the first task too, it would throw a TaskTimeoutException.
      assertThat(failure(() -> Task.awaitMany(tasks, TEST_TIMEOUT)))
          .isEqualTo(new Exited<>(reason));
      CompletableFuture<ExitReason> end = lab.whenEnded(endless);
      lab.exit(endless, ExitReason.KILL);
      join(end);
      assertThat(join(Otp.of(lab.sophie()).process().flush())).isEmpty();
    }

    @Test
    void unlinksTheOthersWhenATaskFails() throws Exception {
      Task<Said> other = supervisor.async(act(audience, "say ready", "await go", "throw oops"));
      Pid pid = audience.hears("ready");
      List<Task<Said>> tasks = List.of(other, task("exit normal"));
      assertThat(failure(() -> Task.awaitMany(tasks, TEST_TIMEOUT)))
          .isEqualTo(new Exited<>(ExitReason.NORMAL));
      harmsNobodyWhenItCrashes(pid);
    }

    @Test
    void unlinksTheOthersWhenNotAllEndInTime() throws Exception {
      Task<Said> other = supervisor.async(act(audience, "say ready", "await go", "throw oops"));
      Pid pid = audience.hears("ready");
      List<Task<Said>> tasks = List.of(task("return 1"), other);
      assertThatThrownBy(() -> Task.awaitMany(tasks, Duration.ZERO))
          .isInstanceOf(TaskTimeoutException.class);
      harmsNobodyWhenItCrashes(pid);
    }

    @Test
    void refusesATaskWhoseResultWasTaken() throws Exception {
      Task<Said> taken = task("return 1");
      taken.await(TEST_TIMEOUT);
      assertThatThrownBy(() -> Task.awaitMany(List.of(taken), TEST_TIMEOUT))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class Yield {

    @Test
    void returnsTheResult() throws Exception {
      assertThat(task("return 1").yield(TEST_TIMEOUT)).contains(said("1"));
    }

    @Test
    void returnsNothingAtTheTimeoutAndTheResultLater() throws Exception {
      Task<Said> task = task("say ready", "await go", "return 1");
      Pid pid = audience.hears("ready");
      assertThat(task.yield(Duration.ZERO)).isEmpty();
      assertThat(task.yield(Duration.ofMillis(1))).isEmpty();
      lab.tell(pid, "go");
      assertThat(task.yield(TEST_TIMEOUT)).contains(said("1"));
      assertThatThrownBy(() -> task.yield(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void returnsTheReasonOfATaskThatExitsNormally() throws Exception {
      assertThat(task("exit normal").yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.NORMAL));
    }

    @Test
    void returnsTheReasonOfATaskThatExitsOtherwise() throws Exception {
      assertThat(task("exit oops").yield(TEST_TIMEOUT))
          .contains(new Exited<>(ExitReason.of("oops")));
      assertThat(task("shutdown oops").yield(TEST_TIMEOUT))
          .contains(new Exited<>(ExitReason.shutdown("oops")));
    }
  }

  @Nested
  class YieldMany {

    @Test
    void returnsTheResultOfEachTaskThatHasOne() throws Exception {
      Task<Said> done = task("return 1");
      Task<Said> endless = task("say ready", "await go", "return 2");
      Task<Said> exited = task("exit normal");
      Pid pid = audience.hears("ready");
      join(done.completion());
      join(exited.completion());
      assertThat(Task.yieldMany(List.of(done, endless, exited), Duration.ZERO))
          .containsExactly(
              Optional.of(said("1")),
              Optional.empty(),
              Optional.of(new Exited<>(ExitReason.NORMAL)));
      lab.tell(pid, "go");
      assertThat(Task.yieldMany(List.of(endless), TEST_TIMEOUT))
          .containsExactly(Optional.of(said("2")));
    }

    @ParameterizedTest
    @MethodSource("timeouts")
    void returnsAsSoonAsAllTasksHaveEnded(Duration timeout) throws Exception {
      List<Task<Said>> tasks =
          List.of(task("return 1"), task("throw oops"), task("return 2"), task("exit normal"));
      assertThat(Task.yieldMany(tasks, timeout))
          .containsExactly(
              Optional.of(said("1")),
              Optional.of(new Exited<>(new ExitReason(Kind.ERROR, "oops"))),
              Optional.of(said("2")),
              Optional.of(new Exited<>(ExitReason.NORMAL)));
    }

    static Duration[] timeouts() {
      return new Duration[] {TEST_TIMEOUT, ChronoUnit.FOREVER.getDuration()};
    }

    @Test
    void waitsForAllTogetherNoLongerThanOneTimeout() throws Exception {
      List<Task<Said>> tasks =
          IntStream.range(0, 20).mapToObj(i -> task("say ready", "await go")).toList();
      List<Pid> pids = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        pids.add(audience.hears("ready"));
      }
      Duration timeout = Duration.ofMillis(200);
      long begin = System.nanoTime();
      assertThat(Task.yieldMany(tasks, timeout)).hasSize(20).allMatch(Optional::isEmpty);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(timeout.multipliedBy(10));
      pids.forEach(pid -> lab.exit(pid, ExitReason.KILL));
    }

    @Test
    void returnsNothingForNoTasks() throws Exception {
      assertThat(Task.yieldMany(List.of(), Duration.ZERO)).isEmpty();
    }

    @Test
    void refusesATaskWhoseResultWasTaken() throws Exception {
      Task<Said> taken = task("return 1");
      taken.await(TEST_TIMEOUT);
      assertThatThrownBy(() -> Task.yieldMany(List.of(taken), TEST_TIMEOUT))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
