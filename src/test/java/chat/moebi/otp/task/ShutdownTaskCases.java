package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a program shuts its tasks down, or ignores them. */
abstract class ShutdownTaskCases extends TaskCases {

  private static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;
  private static final Shutdown WITHIN_A_MILLISECOND = Shutdown.within(Duration.ofMillis(1));

  private Audience audience;
  private TaskSupervisor supervisor;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
  }

  private Task<Said> task(String... steps) {
    return supervisor.async(act(audience, steps));
  }

  /** Starts a task without a link, and returns it when it has ended. */
  private Task<Said> ended(String... steps) {
    Task<Said> task = supervisor.asyncNoLink(act(audience, steps));
    join(task.completion());
    return task;
  }

  @Nested
  class AnyShutdown {

    static Shutdown[] shutdowns() {
      return new Shutdown[] {
        Shutdown.DEFAULT, Shutdown.INFINITY, Shutdown.BRUTAL_KILL, WITHIN_A_MILLISECOND
      };
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void returnsTheResultThatIsThere(Shutdown shutdown) throws Exception {
      assertThat(ended("return 1").shutdown(shutdown)).contains(new Completed<>(new Said("1")));
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void returnsTheReasonOfATaskThatHadExitedAbnormally(Shutdown shutdown) throws Exception {
      assertThat(ended("exit abnormal").shutdown(shutdown))
          .contains(new Exited<>(ExitReason.of("abnormal")));
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void returnsTheReasonOfATaskThatHadExitedNormally(Shutdown shutdown) throws Exception {
      assertThat(ended("exit normal").shutdown(shutdown)).contains(new Exited<>(ExitReason.NORMAL));
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void returnsTheReasonOfATaskThatHadShutDownForAReasonOfItsOwn(Shutdown shutdown)
        throws Exception {
      assertThat(ended("shutdown oops").shutdown(shutdown))
          .contains(new Exited<>(ExitReason.shutdown("oops")));
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void cannotBeDoneTwice(Shutdown shutdown) throws Exception {
      Task<Said> task = ended("return 1");
      task.shutdown(shutdown);
      assertThatThrownBy(() -> task.shutdown(shutdown)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void endsATaskThatNeverWouldAndSparesTheOwner(Shutdown shutdown) throws Exception {
      Pid own = lab.own();
      Task<Said> task = task("say ready", "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      assertThat(task.shutdown(shutdown)).isEmpty();
      assertThat(join(end).kind()).isIn(Kind.SHUTDOWN, Kind.KILLED);
      assertThat(children(supervisor)).isEmpty();
      assertThat(lab.own()).as("the owner survives").isEqualTo(own);
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void endsAFunctionThatBlocks(Shutdown shutdown) throws Exception {
      Task<Block.Number> task = supervisor.async(Call.of(new Block(), new Block.Number(-1)));
      assertThat(task.shutdown(shutdown)).isEmpty();
      assertThat(children(supervisor)).isEmpty();
    }
  }

  @Nested
  class ShutdownInTime {

    @Test
    void returnsNothingForATaskThatHadBeenShutDown() throws Exception {
      assertThat(ended("exit shutdown").shutdown(Shutdown.DEFAULT)).isEmpty();
      assertThat(ended("exit shutdown").shutdown(Shutdown.INFINITY)).isEmpty();
    }

    @Test
    void returnsTheReasonOfATaskThatHadBeenKilled() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      lab.exit(audience.hears("ready"), ExitReason.KILL);
      join(task.completion());
      assertThat(task.shutdown(Shutdown.DEFAULT)).contains(new Exited<>(ExitReason.KILLED));
    }

    @Test
    void letsATaskThatTrapsExitsFinish() throws Exception {
      Pid own = lab.own();
      Task<Said> task = task("trap", "say ready", "awaitExit", "return last words");
      audience.hears("ready");
      assertThat(task.shutdown(Shutdown.DEFAULT)).contains(new Completed<>(new Said("last words")));
      assertThat(lab.own()).isEqualTo(own);
    }

    @Test
    void returnsTheReasonOfATaskThatTrapsExitsAndEndsForAnother() throws Exception {
      Pid own = lab.own();
      Task<Said> task = task("trap", "say ready", "awaitExit", "exit oops");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      assertThat(task.shutdown(Shutdown.DEFAULT)).contains(new Exited<>(ExitReason.of("oops")));
      join(end);
      assertThat(lab.own()).as("it is unlinked").isEqualTo(own);
    }

    @Test
    void killsATaskThatTrapsExitsWhenTheTimeIsOver() throws Exception {
      Pid own = lab.own();
      Task<Said> task = task("trap", "say ready", "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      assertThat(task.shutdown(WITHIN_A_MILLISECOND)).contains(new Exited<>(ExitReason.KILLED));
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
      assertThat(lab.own()).as("it is unlinked").isEqualTo(own);
    }

    @Test
    void withoutALimitWaitsForATaskThatTrapsExits() throws Exception {
      Task<Said> task = task("trap", "say ready", "awaitExit", "say stopping", "await go");
      Pid pid = audience.hears("ready");
      CompletableFuture<Object> result =
          CompletableFuture.supplyAsync(() -> shutDown(task, Shutdown.INFINITY));
      audience.hears("stopping");
      assertThat(result).isNotDone();
      lab.tell(pid, "go");
      assertThat(join(result)).isEqualTo(Optional.of(new Completed<>(new Said("done"))));
    }

    private Object shutDown(Task<Said> task, Shutdown shutdown) {
      try {
        return task.shutdown(shutdown);
      } catch (InterruptedException e) {
        return e;
      }
    }
  }

  @Nested
  class ShutdownByBrutalKill {

    @Test
    void returnsNothingForATaskThatHadBeenKilled() throws Exception {
      Task<Said> task = supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      lab.exit(audience.hears("ready"), ExitReason.KILL);
      join(task.completion());
      assertThat(task.shutdown(Shutdown.BRUTAL_KILL)).isEmpty();
    }

    @Test
    void returnsTheReasonOfATaskThatHadBeenShutDown() throws Exception {
      assertThat(ended("exit shutdown").shutdown(Shutdown.BRUTAL_KILL))
          .contains(new Exited<>(ExitReason.SHUTDOWN));
    }

    @Test
    void killsATaskThatTrapsExits() throws Exception {
      Task<Said> task = task("trap", "say ready", "await go");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      assertThat(task.shutdown(Shutdown.BRUTAL_KILL)).isEmpty();
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
    }
  }

  @Nested
  class Ignore {

    @Test
    void returnsAResultThatIsThere() {
      Task<Said> task = ended("return 1");
      assertThat(task.ignore()).contains(new Completed<>(new Said("1")));
      assertThatThrownBy(() -> task.await(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void returnsAFailureThatIsThere() {
      Task<Said> task = ended("exit oops");
      assertThat(task.ignore()).contains(new Exited<>(ExitReason.of("oops")));
      assertThatThrownBy(() -> task.await(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void returnsAFailureThatTheOwnerHasTrapped() throws Exception {
      Pid own = lab.own();
      join(Otp.of(lab.sophie()).process().trapExits(true));
      try {
        Task<Said> task = task("say ready", "await go", "exit oops");
        Pid pid = audience.hears("ready");
        CompletableFuture<ExitReason> end = lab.whenEnded(pid);
        lab.tell(pid, "go");
        join(end);
        join(task.completion());
        assertThat(task.ignore()).contains(new Exited<>(ExitReason.of("oops")));
        assertThat(lab.own()).isEqualTo(own);
      } finally {
        join(Otp.of(lab.sophie()).process().trapExits(false));
      }
    }

    @Test
    void dropsALateResult() throws Exception {
      Task<Said> task = task("say ready", "await go", "say went", "return 1");
      Pid pid = audience.hears("ready");
      assertThat(task.ignore()).isEmpty();
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      audience.hears("went");
      assertThat(join(end)).isEqualTo(ExitReason.NORMAL);
      assertThatThrownBy(() -> task.yield(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
      assertThat(task("return next").await(TEST_TIMEOUT)).isEqualTo(new Said("next"));
      assertThat(task.completion().toCompletableFuture()).isNotDone();
      assertThat(join(Otp.of(lab.sophie()).process().flush())).isEmpty();
    }

    @Test
    void savesTheOwnerFromALateFailure() throws Exception {
      Pid own = lab.own();
      Task<Said> task = task("say ready", "await go", "throw oops");
      Pid pid = audience.hears("ready");
      assertThat(task.ignore()).isEmpty();
      // The same actor sends this request, after its request to remove the link.
      join(supervisor.startChild(act(audience), ChildOptions.DEFAULT));
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      assertThat(join(end)).isEqualTo(new ExitReason(Kind.ERROR, "oops"));
      assertThat(lab.own()).isEqualTo(own);
      assertThatThrownBy(() -> task.await(TEST_TIMEOUT)).isInstanceOf(IllegalStateException.class);
    }
  }
}
