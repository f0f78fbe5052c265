package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.refusedChild;
import static chat.moebi.otp.task.TaskLab.startedChild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.chat.SendResult;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a supervisor limits, lists and ends its tasks. */
abstract class SuperviseTaskCases extends SupervisedTasks {

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
      assertThat(supervisor.async(act(audience)).yield(TEST_TIMEOUT))
          .hasValueSatisfying(this::isFull);
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void refuseAsyncNoLinkAtOnce() throws Exception {
      assertThat(supervisor.asyncNoLink(act(audience)).yield(TEST_TIMEOUT))
          .hasValueSatisfying(this::isFull);
    }

    @Test
    void refuseStartChildAtOnce() {
      Refusal refusal = refusedChild(supervisor.startChild(act(audience), ChildOptions.DEFAULT));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.MAX_CHILDREN);
    }

    @Test
    void leaveRoomAgainAsSoonAsAChildHasEnded() throws Exception {
      go(first);
      for (int i = 0; i < 200; i++) {
        assertThat(supervisor.async(act(audience)).yield(TEST_TIMEOUT))
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
      assertThat(lab.supervisor().async(act(audience)).await(TEST_TIMEOUT))
          .isEqualTo(new Said("done"));
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
      Pid pid = ready(TEMPORARY.with(WITHIN_A_MILLISECOND), "trap", "say ready", "await go");
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
      child(TEMPORARY); // Its start was requested after the second's, so the second runs.
      lab.tell(pid, "go");
      assertThat(join(first)).isTrue();
      assertThat(join(second)).isTrue();
    }

    @Test
    void endsATaskThatBlocks() {
      Pid pid = startedChild(supervisor.startChild(endless(), ChildOptions.DEFAULT));
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void endsATaskThatIsAwaited() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      Pid pid = audience.hears("ready");
      assertThat(join(supervisor.terminateChild(pid))).isTrue();
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.SHUTDOWN));
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
      TaskSupervisor nobody = Otp.of(lab.sophie()).tasks().supervisor(lab.node(), "nobody");
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
      TaskSupervisor same = Otp.of(lab.sophie()).tasks().supervisor(lab.node(), supervisor.name());
      assertThat(children(same)).containsExactly(pid);
      assertThat(join(Otp.of(lab.sophie()).tasks().supervisorsOf(lab.node())).orElseThrow())
          .contains("tasks", supervisor.name());
      assertThat(children(lab.supervisor())).isEmpty();
    }

    @Test
    void cannotHaveANameThatIsTaken() {
      for (String name : List.of("tasks", "twice")) {
        Tasks tasks = Otp.of(lab.sophie()).tasks();
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
              () -> Otp.of(lab.sophie()).tasks().startSupervisor(name, SupervisorOptions.DEFAULT))
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
      supervisor.startChild(endless(), ChildOptions.DEFAULT);
      assertThat(supervisor.asyncNoLink(act(audience, "throw oops")).yield(TEST_TIMEOUT))
          .contains(new Exited<>(new ExitReason(Kind.ERROR, "oops")));
      assertThat(supervisor.asyncNoLink(act(audience, "fail it")).yield(TEST_TIMEOUT))
          .contains(new Exited<>(new ExitReason(Kind.ERROR, "it")));
      assertThat(supervisor.async(act(audience)).await(TEST_TIMEOUT)).isEqualTo(new Said("done"));
      assertThat(children(supervisor)).hasSize(2).startsWith(endless);
    }
  }
}
