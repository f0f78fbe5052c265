package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.chat.SendResult;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Says how a supervisor treats its tasks. */
abstract class SuperviseTaskCases extends TaskCases {

  private static final Duration LONG = PipedProcess.PATIENCE;
  private static final Shutdown SOON = Shutdown.within(Duration.ofMillis(1));
  private static final ChildOptions TEMPORARY = ChildOptions.DEFAULT;
  private static final ChildOptions TRANSIENT = TEMPORARY.with(Restart.TRANSIENT);
  private static final ChildOptions PERMANENT = TEMPORARY.with(Restart.PERMANENT);

  /** So many restarts that they do not matter. */
  private static final SupervisorOptions PATIENT =
      SupervisorOptions.DEFAULT.maxRestarts(100_000, Duration.ofSeconds(5));

  private Audience audience;
  private TaskSupervisor supervisor;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor(PATIENT);
  }

  private Pid child(ChildOptions options, String... steps) {
    return join(supervisor.startChild(act(audience, steps), options)).pid();
  }

  /** Starts a child that is there, and has done what comes before its {@code say ready}. */
  private Pid ready(ChildOptions options, String... steps) throws InterruptedException {
    Pid pid = child(options, steps);
    assertThat(audience.hears("ready")).isEqualTo(pid);
    return pid;
  }

  /** Has a child that waits for {@code go} end by what it does next. */
  private void go(Pid pid) {
    CompletableFuture<ExitReason> end = lab.whenEnded(pid);
    lab.tell(pid, "go");
    join(end);
  }

  private static Call<Block.Number> endless() {
    return Call.of(new Block(), new Block.Number(-1));
  }

  @Nested
  class Restarts {

    @ParameterizedTest
    @ValueSource(
        strings = {"return 1", "exit shutdown", "shutdown signal", "exit oops", "throw it"})
    void aTemporaryChildIsNotStartedAgainWhateverTheReason(String step) throws Exception {
      go(ready(TEMPORARY, "say ready", "await go", step));
      assertThat(children(supervisor)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"return 1", "exit normal", "exit shutdown", "shutdown signal"})
    void aTransientChildIsNotStartedAgainWhenItHasEndedInOrder(String step) throws Exception {
      go(ready(TRANSIENT, "say ready", "await go", step));
      assertThat(children(supervisor)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit oops", "throw it", "fail it"})
    void aTransientChildIsStartedAgainWhenItHasNotEndedInOrder(String step) throws Exception {
      Pid first = ready(TRANSIENT, "say ready", "await go", step);
      go(first);
      Pid second = audience.hears("ready");
      assertThat(second).isNotEqualTo(first);
      assertThat(children(supervisor)).containsExactly(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"return 1", "exit normal", "exit shutdown", "shutdown it", "exit oops"})
    void aPermanentChildIsStartedAgainWhateverTheReason(String step) throws Exception {
      Pid first = ready(PERMANENT, "say ready", "await go", step);
      go(first);
      Pid second = audience.hears("ready");
      assertThat(second).isNotEqualTo(first);
      assertThat(children(supervisor)).containsExactly(second);
    }

    @ParameterizedTest
    @EnumSource(
        value = Restart.class,
        names = {"TRANSIENT", "PERMANENT"})
    void aChildThatIsKilledIsStartedAgain(Restart restart) throws Exception {
      Pid first = ready(TEMPORARY.with(restart), "trap", "say ready", "await go");
      lab.exit(first, ExitReason.KILL);
      Pid second = audience.hears("ready");
      assertThat(second).isNotEqualTo(first);
      assertThat(children(supervisor)).containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource({
      "TEMPORARY, SHUTDOWN, '', false",
      "TEMPORARY, SHUTDOWN, signal, false",
      "TEMPORARY, OTHER, whatever, false",
      "TRANSIENT, SHUTDOWN, '', false",
      "TRANSIENT, SHUTDOWN, signal, false",
      "TRANSIENT, OTHER, whatever, true",
      "PERMANENT, SHUTDOWN, '', true",
      "PERMANENT, SHUTDOWN, signal, true",
      "PERMANENT, OTHER, whatever, true"
    })
    void aChildThatIsToldToEndIsStartedAgainAsItsOptionsSay(
        Restart restart, Kind kind, String text, boolean isStartedAgain) throws Exception {
      Pid first = ready(TEMPORARY.with(restart), "say ready", "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(first);
      ExitReason reason = new ExitReason(kind, text);
      lab.exit(first, reason);
      assertThat(join(end)).isEqualTo(reason);
      if (isStartedAgain) {
        assertThat(children(supervisor)).containsExactly(audience.hears("ready"));
      } else {
        assertThat(children(supervisor)).isEmpty();
      }
    }

    @Test
    void aChildThatIsStartedAgainDoesNotMakeRoomForAnother() throws Exception {
      supervisor = lab.supervisor(PATIENT.maxChildren(1));
      go(ready(PERMANENT, "say ready", "await go"));
      audience.hears("ready");
      assertThat(join(supervisor.startChild(act(audience))).refusal().kind())
          .isEqualTo(Refusal.Kind.MAX_CHILDREN);
    }

    @Test
    void aTaskThatIsAwaitedIsNotStartedAgain() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "exit oops"));
      assertThat(task.yield(LONG)).contains(new Exited<>(ExitReason.of("oops")));
      assertThat(children(supervisor)).isEmpty();
      audience.hears("ready");
      assertThat(audience.heard()).isEmpty();
    }
  }

  /** A supervisor that had to restart its tasks too often ends, and takes them with it. */
  @Nested
  class TooManyRestarts {

    @BeforeEach
    void allowOne() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxRestarts(1, Duration.ofHours(1)));
    }

    /** Brings the supervisor down. */
    private void bringDown() throws InterruptedException {
      Audience other = lab.audience();
      join(supervisor.startChild(act(other, "say once", "await go", "throw oops"), PERMANENT));
      go(other.hears("once"));
      go(other.hears("once"));
    }

    @Test
    void endAllChildrenAndTheSupervisorIsThereAgainWithoutAny() throws Exception {
      CompletableFuture<ExitReason> sibling =
          lab.whenEnded(ready(PERMANENT, "say ready", "await go"));
      CompletableFuture<ExitReason> other =
          lab.whenEnded(ready(TEMPORARY, "say ready", "await go"));
      bringDown();
      assertThat(join(sibling)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(join(other)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(children(supervisor)).isEmpty();
      assertThat(audience.heard()).as("a permanent child is not started again").isEmpty();
      Pid next = ready(TEMPORARY, "say ready", "await go");
      assertThat(children(supervisor)).containsExactly(next);
    }

    @Test
    void areCountedAnewAfterwards() throws Exception {
      bringDown();
      Pid first = ready(PERMANENT, "say ready", "await go", "exit oops");
      go(first);
      Pid second = audience.hears("ready");
      assertThat(children(supervisor)).containsExactly(second);
    }

    @Test
    void endTasksThatAreAwaited() throws Exception {
      Pid own = lab.own();
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      Task<Block.Number> blocking = supervisor.asyncNoLink(endless());
      audience.hears("ready");
      bringDown();
      assertThat(task.yield(LONG)).contains(new Exited<>(ExitReason.SHUTDOWN));
      assertThat(blocking.yield(LONG)).contains(new Exited<>(ExitReason.SHUTDOWN));
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void endTheOwnersOfLinkedTasks() throws Exception {
      supervisor.async(act(audience, "say ready", "await go"));
      Pid task = audience.hears("ready");
      bringDown();
      assertThat(lab.awaitCrash())
          .isEqualTo(new TaskLab.Crash(task.toString(), ExitReason.SHUTDOWN.toString()));
    }

    @Test
    void killChildrenOfBrutalKill() throws Exception {
      CompletableFuture<ExitReason> trapping =
          lab.whenEnded(
              ready(PERMANENT.with(Shutdown.BRUTAL_KILL), "trap", "say ready", "await go"));
      CompletableFuture<ExitReason> other =
          lab.whenEnded(ready(TEMPORARY.with(Shutdown.BRUTAL_KILL), "say ready", "await go"));
      bringDown();
      assertThat(join(trapping)).isEqualTo(ExitReason.KILLED);
      assertThat(join(other)).isEqualTo(ExitReason.KILLED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 60_000})
    void letChildrenThatHaveTheTimeEndAsTheyWish(long shutdown) throws Exception {
      ChildOptions options = PERMANENT.with(new Shutdown(shutdown));
      CompletableFuture<ExitReason> plain = lab.whenEnded(ready(options, "say ready", "await go"));
      CompletableFuture<ExitReason> oops =
          lab.whenEnded(ready(options, "trap", "say ready", "awaitExit", "shutdown oops"));
      CompletableFuture<ExitReason> normal =
          lab.whenEnded(ready(options, "trap", "say ready", "awaitExit", "exit normal"));
      bringDown();
      assertThat(join(plain)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(join(oops)).isEqualTo(ExitReason.shutdown("oops"));
      assertThat(join(normal)).isEqualTo(ExitReason.NORMAL);
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void killChildrenWhoseTimeIsOver() throws Exception {
      CompletableFuture<ExitReason> trapping =
          lab.whenEnded(ready(PERMANENT.with(SOON), "trap", "say ready", "await go"));
      CompletableFuture<ExitReason> plain =
          lab.whenEnded(ready(PERMANENT.with(SOON), "say ready", "await go"));
      bringDown();
      assertThat(join(trapping)).isEqualTo(ExitReason.KILLED);
      assertThat(join(plain)).isEqualTo(ExitReason.SHUTDOWN);
    }

    @Test
    void endEachChildAsItsOptionsSay() throws Exception {
      CompletableFuture<ExitReason> patient =
          lab.whenEnded(
              ready(TEMPORARY.with(Shutdown.INFINITY), "trap", "say ready", "awaitExit", "exit 1"));
      CompletableFuture<ExitReason> brutal =
          lab.whenEnded(ready(TEMPORARY.with(Shutdown.BRUTAL_KILL), "say ready", "await go"));
      bringDown();
      assertThat(join(patient)).isEqualTo(ExitReason.of("1"));
      assertThat(join(brutal)).isEqualTo(ExitReason.KILLED);
    }

    @Test
    void leaveNobodyUnanswered() throws Exception {
      Pid sibling = ready(TEMPORARY, "say ready", "await go");
      bringDown();
      List<Task<Said>> tasks =
          IntStream.range(0, 100)
              .mapToObj(i -> supervisor.asyncNoLink(act(audience, "return 1")))
              .toList();
      assertThat(Task.awaitMany(tasks, LONG)).hasSize(100);
      assertThat(join(lab.whenEnded(sibling))).isEqualTo(ExitReason.NOPROC);
      assertThat(join(lab.sophie().process().send(sibling, "hi")).kind())
          .isEqualTo(Refusal.Kind.NO_PROCESS);
    }

    @Test
    void happenAtTheFirstRestartIfNoneIsAllowed() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxRestarts(0, Duration.ofHours(1)));
      CompletableFuture<ExitReason> sibling =
          lab.whenEnded(ready(TEMPORARY, "say ready", "await go"));
      go(ready(PERMANENT, "say ready", "await go"));
      assertThat(join(sibling)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(children(supervisor)).isEmpty();
    }
  }

  @Nested
  class MaxChildren {

    private Pid first;

    @BeforeEach
    void fill() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxChildren(1));
      first = ready(TEMPORARY, "say ready", "await go");
    }

    private void isFull(TaskResult<?> result) {
      Refusal refusal = ((Refused<?>) result).refusal();
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.MAX_CHILDREN);
      assertThat(refusal.sentence()).contains(supervisor.name(), lab.node().toString(), "1");
    }

    @Test
    void refuseAsyncAtOnce() throws Exception {
      Pid own = lab.own();
      assertThat(supervisor.async(act(audience)).yield(LONG)).hasValueSatisfying(this::isFull);
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void refuseAsyncNoLinkAtOnce() throws Exception {
      assertThat(supervisor.asyncNoLink(act(audience)).yield(LONG))
          .hasValueSatisfying(this::isFull);
    }

    @Test
    void refuseStartChildAtOnce() {
      TaskSupervisor.StartResult result = join(supervisor.startChild(act(audience)));
      assertThat(result.pid()).isNull();
      assertThat(result.refusal().kind()).isEqualTo(Refusal.Kind.MAX_CHILDREN);
    }

    @Test
    void leaveRoomAgainAsSoonAsAChildHasEnded() throws Exception {
      go(first);
      for (int i = 0; i < 200; i++) {
        assertThat(supervisor.async(act(audience)).yield(LONG))
            .as("task %s", i)
            .contains(new Completed<>(new Said("done")));
      }
    }

    @Test
    void doNotThrottleTheChat() {
      for (int i = 0; i < 100; i++) {
        assertThat(join(lab.sophie().send(lab.node().toString(), "hi")))
            .isEqualTo(new SendResult.Completed(lab.node()));
      }
      assertThat(children(supervisor)).containsExactly(first);
    }

    @Test
    void doNotConcernOtherSupervisors() throws Exception {
      assertThat(lab.supervisor().async(act(audience)).await(LONG)).isEqualTo(new Said("done"));
    }
  }

  @Nested
  class TerminateChild {

    @Test
    void endsTheTaskAndForgetsIt() {
      Pid pid = child(TEMPORARY, "await go");
      assertThat(children(supervisor)).containsExactly(pid);
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(children(supervisor)).isEmpty();
      assertThat(join(supervisor.terminateChild(pid))).isFalse();
    }

    @Test
    void shutsDownATaskThatHasTheTime() {
      Pid pid = child(TEMPORARY, "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(join(end)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(join(supervisor.terminateChild(pid))).isFalse();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void killsATaskOfBrutalKill() {
      Pid pid = child(TEMPORARY.with(Shutdown.BRUTAL_KILL), "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
      assertThat(join(supervisor.terminateChild(pid))).isFalse();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void killsATaskThatTrapsExitsWhenItsTimeIsOver() throws Exception {
      Pid pid = ready(TEMPORARY.with(SOON), "trap", "say ready", "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 60_000})
    void waitsForATaskThatTrapsExits(long shutdown) throws Exception {
      Pid pid =
          ready(
              TEMPORARY.with(new Shutdown(shutdown)),
              "trap",
              "say ready",
              "awaitExit",
              "say stopping",
              "await go",
              "exit oops");
      CompletableFuture<Boolean> terminated = supervisor.terminateChild(pid).toCompletableFuture();
      audience.hears("stopping");
      assertThat(children(supervisor)).containsExactly(pid);
      assertThat(terminated).isNotDone();
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      assertThat(join(terminated)).isTrue();
      assertThat(join(end)).isEqualTo(ExitReason.of("oops"));
      assertThat(children(supervisor)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
        value = Restart.class,
        names = {"TRANSIENT", "PERMANENT"})
    void doesNotStartTheTaskAgain(Restart restart) {
      Pid pid = child(TEMPORARY.with(restart).with(Shutdown.BRUTAL_KILL), "await go");
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void endsATaskThatWasStartedAgain() throws Exception {
      Pid first = ready(PERMANENT, "say ready", "await go");
      go(first);
      Pid again = audience.hears("ready");
      assertThat(join(supervisor.terminateChild(first))).as("by the former pid").isFalse();
      assertThat(children(supervisor)).containsExactly(again);
      assertThat(join(supervisor.terminateChild(again))).isTrue();
      assertThat(join(supervisor.terminateChild(again))).isFalse();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void answersAllWhoAskForIt() throws Exception {
      Pid pid = ready(TEMPORARY, "trap", "say ready", "awaitExit", "say stopping", "await go");
      CompletableFuture<Boolean> first = supervisor.terminateChild(pid).toCompletableFuture();
      CompletableFuture<Boolean> second = supervisor.terminateChild(pid).toCompletableFuture();
      audience.hears("stopping");
      child(TEMPORARY); // Asked for after the second: so that is there.
      lab.tell(pid, "go");
      assertThat(join(first)).isTrue();
      assertThat(join(second)).isTrue();
    }

    @Test
    void endsATaskThatBlocks() {
      Pid pid = join(supervisor.startChild(endless())).pid();
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void endsATaskThatIsAwaited() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      Pid pid = audience.hears("ready");
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(task.yield(LONG)).contains(new Exited<>(ExitReason.SHUTDOWN));
    }

    @Test
    void refusesAPidOfNobody() {
      Pid pid = child(TEMPORARY, "await go");
      Pid nobody = new Pid(pid.node(), 987_654_321, pid.incarnation());
      assertThat(join(supervisor.terminateChild(nobody))).isFalse();
      Pid former = new Pid(pid.node(), pid.number(), pid.incarnation() + 1);
      assertThat(join(supervisor.terminateChild(former))).isFalse();
      assertThat(children(supervisor)).containsExactly(pid);
    }

    @Test
    void refusesATaskOfAnotherSupervisor() throws Exception {
      Pid pid = child(TEMPORARY, "await go");
      TaskSupervisor other = lab.supervisor();
      assertThat(join(other.terminateChild(pid))).isFalse();
      assertThat(children(supervisor)).containsExactly(pid);
    }

    @Test
    void refusesAtASupervisorThatThereIsNot() {
      Pid pid = child(TEMPORARY, "await go");
      TaskSupervisor nobody = lab.sophie().tasks().supervisor(lab.node(), "nobody");
      assertThat(nobody.terminateChild(pid).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withMessageContaining(lab.node() + " has no task supervisor called nobody");
    }
  }

  @Nested
  class Children {

    @Test
    void areNoneAtFirst() {
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void areListedInTheOrderInWhichTheyWereStarted() {
      List<Pid> pids = new ArrayList<>();
      for (int i = 0; i < 1_201; i++) {
        pids.add(child(TEMPORARY, "await go"));
      }
      assertThat(children(supervisor)).isEqualTo(pids);
      assertThat(join(supervisor.terminateChild(pids.remove(600)))).isTrue();
      assertThat(children(supervisor)).isEqualTo(pids);
    }

    @Test
    void areDescribed() throws Exception {
      Pid pid = ready(TEMPORARY, "say ready", "await go");
      lab.tell(pid, "something else");
      ProcessInfo info = join(supervisor.children()).orElseThrow().get(0);
      assertThat(info.pid()).isEqualTo(pid);
      assertThat(info.function()).isEqualTo("act");
    }
  }

  @Nested
  class Supervisors {

    @Test
    void areFoundByNameAndNode() throws Exception {
      Pid pid = child(TEMPORARY, "await go");
      TaskSupervisor same = lab.sophie().tasks().supervisor(lab.node(), supervisor.name());
      assertThat(children(same)).containsExactly(pid);
      assertThat(join(lab.sophie().tasks().supervisorsOf(lab.node())).orElseThrow())
          .contains("tasks", supervisor.name());
      assertThat(children(lab.supervisor())).isEmpty();
    }

    @Test
    void cannotHaveANameThatIsTaken() {
      for (String name : List.of("tasks", "twice")) {
        Tasks tasks = lab.sophie().tasks();
        if (name.equals("twice")) {
          join(tasks.startSupervisor(name, SupervisorOptions.DEFAULT));
        }
        assertThatThrownBy(() -> join(tasks.startSupervisor(name, SupervisorOptions.DEFAULT)))
            .isInstanceOf(CompletionException.class)
            .hasRootCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining(name);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-x", "a b", "a/b", "ä"})
    void cannotHaveABadName(String name) {
      assertThatThrownBy(
              () -> lab.sophie().tasks().startSupervisor(name, SupervisorOptions.DEFAULT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }

    @Test
    void haveAnyNumberOfChildrenAndThreeRestartsInFiveSecondsUnlessTold() {
      assertThat(SupervisorOptions.DEFAULT)
          .isEqualTo(new SupervisorOptions(Integer.MAX_VALUE, 3, Duration.ofSeconds(5)));
    }

    @Test
    void cannotHaveBadOptions() {
      assertThatThrownBy(() -> SupervisorOptions.DEFAULT.maxChildren(0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> SupervisorOptions.DEFAULT.maxRestarts(-1, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> SupervisorOptions.DEFAULT.maxRestarts(1, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Shutdown(-2)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Shutdown.within(ChronoUnit.FOREVER.getDuration()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("INFINITY");
      assertThat(Shutdown.within(Duration.ofNanos(1))).isEqualTo(new Shutdown(1));
      assertThatThrownBy(() -> Shutdown.within(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void areNotHarmedByATaskThatThrowsOrNeverEnds() throws Exception {
      Pid endless = ready(TEMPORARY, "say ready", "await go");
      supervisor.startChild(endless());
      assertThat(supervisor.asyncNoLink(act(audience, "throw oops")).yield(LONG))
          .contains(new Exited<>(new ExitReason(Kind.ERROR, "oops")));
      assertThat(supervisor.asyncNoLink(act(audience, "fail it")).yield(LONG))
          .contains(new Exited<>(new ExitReason(Kind.ERROR, "it")));
      assertThat(supervisor.async(act(audience)).await(LONG)).isEqualTo(new Said("done"));
      assertThat(children(supervisor)).hasSize(2).startsWith(endless);
    }
  }
}
