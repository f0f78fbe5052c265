package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.refusedChild;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.Otp;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a supervisor restarts its tasks, and what follows from too many restarts. */
abstract class RestartTaskCases extends SupervisedTasks {

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
      supervisor = lab.supervisor(MANY_RESTARTS.maxChildren(1));
      go(ready(PERMANENT, "say ready", "await go"));
      audience.hears("ready");
      assertThat(refusedChild(supervisor.startChild(act(audience), ChildOptions.DEFAULT)).kind())
          .isEqualTo(Refusal.Kind.MAX_CHILDREN);
    }

    @Test
    void aTaskThatIsAwaitedIsNotStartedAgain() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "exit oops"));
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.of("oops")));
      assertThat(children(supervisor)).isEmpty();
      audience.hears("ready");
      assertThat(audience.heard()).isEmpty();
    }
  }

  /** A supervisor that had to restart its tasks too often ends them all. */
  @Nested
  class TooManyRestarts {

    @BeforeEach
    void allowOne() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxRestarts(1, Duration.ofHours(1)));
    }

    /** Crashes a child more often than its supervisor allows. */
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
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.SHUTDOWN));
      assertThat(blocking.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.SHUTDOWN));
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
          lab.whenEnded(
              ready(PERMANENT.with(WITHIN_A_MILLISECOND), "trap", "say ready", "await go"));
      CompletableFuture<ExitReason> plain =
          lab.whenEnded(ready(PERMANENT.with(WITHIN_A_MILLISECOND), "say ready", "await go"));
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
      assertThat(Task.awaitMany(tasks, TEST_TIMEOUT)).hasSize(100);
      assertThat(join(lab.whenEnded(sibling))).isEqualTo(ExitReason.NOPROC);
      assertThat(join(Otp.of(lab.sophie()).process().send(sibling, "hi")).kind())
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
}
