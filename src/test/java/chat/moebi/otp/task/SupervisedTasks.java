package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.startedChild;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Block;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** The base of the cases of supervisors. */
abstract class SupervisedTasks extends TaskCases {

  static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;
  static final Shutdown WITHIN_A_MILLISECOND = Shutdown.within(Duration.ofMillis(1));
  static final ChildOptions TEMPORARY = ChildOptions.DEFAULT;
  static final ChildOptions TRANSIENT = TEMPORARY.with(Restart.TRANSIENT);
  static final ChildOptions PERMANENT = TEMPORARY.with(Restart.PERMANENT);

  /** A limit of restarts that no test reaches. */
  static final SupervisorOptions MANY_RESTARTS =
      SupervisorOptions.DEFAULT.maxRestarts(100_000, Duration.ofSeconds(5));

  Audience audience;
  TaskSupervisor supervisor;

  @BeforeEach
  final void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor(MANY_RESTARTS);
  }

  Pid child(ChildOptions options, String... steps) {
    return startedChild(supervisor.startChild(act(audience, steps), options));
  }

  /** Starts a child, and waits for its {@code say ready}. */
  Pid ready(ChildOptions options, String... steps) throws InterruptedException {
    Pid pid = child(options, steps);
    assertThat(audience.hears("ready")).isEqualTo(pid);
    return pid;
  }

  /** Tells a child to go on, and waits for its end. */
  void go(Pid pid) {
    CompletableFuture<ExitReason> end = lab.whenEnded(pid);
    lab.tell(pid, "go");
    join(end);
  }

  static Call<Block.Number> endless() {
    return Call.of(new Block(), new Block.Number(-1));
  }
}
