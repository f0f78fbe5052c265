package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.refusedChild;
import static chat.moebi.otp.task.TaskLab.startedChild;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskLab.Crash;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How tasks start, and how they are linked to the program that started them. */
abstract class StartTaskCases extends TaskCases {

  private static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;

  private Audience audience;
  private TaskSupervisor supervisor;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
  }

  @Nested
  class Async {

    @Test
    void runsTheTaskUnderTheSupervisorAndRepliesToTheProgram() throws Exception {
      Task<Said> task = supervisor.async(act(audience, "say ready", "await go", "return done"));
      Pid pid = audience.hears("ready");
      assertThat(pid.node()).isEqualTo(lab.node());
      assertThat(task.node()).isEqualTo(lab.node());
      assertThat(children(supervisor)).containsExactly(pid);
      lab.tell(pid, "go");
      assertThat(task.await(TEST_TIMEOUT)).isEqualTo(new Said("done"));
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void runsAFunctionThatMayBlock() throws Exception {
      assertThat(supervisor.async(Call.of(new Block(), new Block.Number(7))).await(TEST_TIMEOUT))
          .isEqualTo(new Block.Number(7));
    }

    @Test
    void takesTheProgramsProcessWithItWhenTheTaskCrashes() throws Exception {
      Pid before = lab.own();
      Task<Said> task = supervisor.async(act(audience, "say ready", "await go", "throw oops"));
      Pid pid = audience.hears("ready");
      lab.tell(pid, "go");
      ExitReason oops = new ExitReason(Kind.ERROR, "oops");
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(oops));
      assertThat(lab.awaitCrash()).isEqualTo(new Crash(pid.toString(), oops.toString()));
      assertThat(lab.own()).isNotEqualTo(before);
    }

    @Test
    void leavesTheProgramsProcessWhenTheTaskEndsNormally() throws Exception {
      Pid before = lab.own();
      Task<Said> task = supervisor.async(act(audience, "say ready", "await go"));
      Pid pid = audience.hears("ready");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      task.await(TEST_TIMEOUT);
      assertThat(join(end)).isEqualTo(ExitReason.NORMAL);
      assertThat(lab.own()).isEqualTo(before);
    }

    @Test
    void endsTheTaskWithTheProgramsProcess() throws Exception {
      Task<Said> task = supervisor.async(act(audience, "say ready", "await go"));
      Pid pid = audience.hears("ready");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.exit(lab.own(), ExitReason.of("enough"));
      assertThat(join(end)).isEqualTo(ExitReason.of("enough"));
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.of("enough")));
      lab.awaitCrash();
    }

    @Test
    void tellsAProgramsProcessThatTrapsExits() throws Exception {
      Pid before = lab.own();
      join(Otp.of(lab.sophie()).process().trapExits(true));
      try {
        Task<Said> task = supervisor.async(act(audience, "say ready", "await go", "exit oops"));
        Pid pid = audience.hears("ready");
        CompletableFuture<ExitReason> end = lab.whenEnded(pid);
        lab.tell(pid, "go");
        assertThat(task.yield(TEST_TIMEOUT)).contains(new Exited<>(ExitReason.of("oops")));
        join(end);
        assertThat(lab.own()).isEqualTo(before);
      } finally {
        join(Otp.of(lab.sophie()).process().trapExits(false));
      }
    }
  }

  @Nested
  class AsyncNoLink {

    @Test
    void runsTheTaskUnderTheSupervisorAndRepliesToTheProgram() throws Exception {
      Task<Said> task =
          supervisor.asyncNoLink(act(audience, "say ready", "await go", "return done"));
      Pid pid = audience.hears("ready");
      assertThat(children(supervisor)).containsExactly(pid);
      lab.tell(pid, "go");
      assertThat(task.await(TEST_TIMEOUT)).isEqualTo(new Said("done"));
    }

    @Test
    void leavesTheProgramsProcessWhenTheTaskCrashes() throws Exception {
      Pid before = lab.own();
      Task<Said> task =
          supervisor.asyncNoLink(act(audience, "say ready", "await go", "throw oops"));
      Pid pid = audience.hears("ready");
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      assertThat(task.yield(TEST_TIMEOUT))
          .contains(new Exited<>(new ExitReason(Kind.ERROR, "oops")));
      join(end);
      assertThat(lab.own()).isEqualTo(before);
    }

    @Test
    void leavesTheTaskWhenTheProgramsProcessEnds() throws Exception {
      Task<Said> task =
          supervisor.asyncNoLink(act(audience, "say ready", "await go", "return done"));
      Pid pid = audience.hears("ready");
      lab.exit(lab.own(), ExitReason.of("enough"));
      lab.awaitCrash();
      lab.tell(pid, "go");
      assertThat(task.await(TEST_TIMEOUT)).isEqualTo(new Said("done"));
    }
  }

  @Nested
  class StartChild {

    @Test
    void tellsThePidOfTheTaskWhichRunsUnderTheSupervisor() throws Exception {
      Pid pid =
          startedChild(
              supervisor.startChild(
                  act(audience, "say ready", "await go", "say done"), ChildOptions.DEFAULT));
      assertThat(audience.hears("ready")).isEqualTo(pid);
      assertThat(pid.node()).isEqualTo(lab.node());
      assertThat(children(supervisor)).containsExactly(pid);
      lab.tell(pid, "go");
      audience.hears("done");
    }

    @Test
    void linksTheTaskToNobody() throws Exception {
      Pid before = lab.own();
      Pid pid =
          startedChild(
              supervisor.startChild(act(audience, "await go", "throw oops"), ChildOptions.DEFAULT));
      CompletableFuture<ExitReason> end = lab.whenEnded(pid);
      lab.tell(pid, "go");
      assertThat(join(end)).isEqualTo(new ExitReason(Kind.ERROR, "oops"));
      assertThat(lab.own()).isEqualTo(before);
      assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void isRefusedWhenThereIsNoSuchFunction() {
      Refusal refusal =
          refusedChild(
              supervisor.startChild(
                  new Call<>("no_such", None.NONE, None.class), ChildOptions.DEFAULT));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNKNOWN_FUNCTION);
      assertThat(refusal.sentence()).contains("no_such", "act", "block");
    }

    @Test
    void isRefusedWhenTheFunctionCannotTakeTheArguments() {
      Refusal refusal =
          refusedChild(
              supervisor.startChild(
                  new Call<>("block", "seven", None.class), ChildOptions.DEFAULT));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BAD_ARGUMENTS);
    }
  }

  @Nested
  class TheFirstTask {

    @Test
    void ofAnUnknownSupervisorIsRefused() throws Exception {
      TaskSupervisor unknown = Otp.of(lab.sophie()).tasks().supervisor(lab.node(), "nobody");
      assertThat(unknown.asyncNoLink(act(audience)).yield(TEST_TIMEOUT))
          .hasValueSatisfying(StartTaskCases::isOfNoSupervisor);
      assertThat(unknown.async(act(audience)).yield(TEST_TIMEOUT))
          .hasValueSatisfying(StartTaskCases::isOfNoSupervisor);
      assertThat(refusedChild(unknown.startChild(act(audience), ChildOptions.DEFAULT)).kind())
          .isEqualTo(Refusal.Kind.NO_SUPERVISOR);
      assertThat(join(unknown.children())).isEmpty();
    }

    @Test
    void ofAnUnknownNodeIsRefused() throws Exception {
      TaskSupervisor unknown =
          Otp.of(lab.sophie()).tasks().supervisor(NodeName.parse("nobody@localhost"));
      assertThat(unknown.async(act(audience)).yield(TEST_TIMEOUT))
          .hasValueSatisfying(
              result ->
                  assertThat(((Refused<Said>) result).refusal().kind())
                      .isEqualTo(Refusal.Kind.NO_CONNECTION));
      assertThat(refusedChild(unknown.startChild(act(audience), ChildOptions.DEFAULT)).kind())
          .isEqualTo(Refusal.Kind.NO_CONNECTION);
      assertThat(join(unknown.children())).isEmpty();
    }

    @Test
    void ofTheSupervisorThatEveryNodeHasIsRun() throws Exception {
      Task<Said> task = Otp.of(lab.sophie()).tasks().supervisor(lab.node()).async(act(audience));
      assertThat(task.yield(TEST_TIMEOUT)).contains(new Completed<>(new Said("done")));
    }
  }

  private static void isOfNoSupervisor(TaskResult<?> result) {
    Refusal refusal = ((Refused<?>) result).refusal();
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NO_SUPERVISOR);
    assertThat(refusal.sentence()).contains("nobody");
  }
}
