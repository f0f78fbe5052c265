package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.startedChild;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The time within which the restarts of a task supervisor count: {@code :max_seconds}. */
@StartsActorSystem
class RestartWindowTest extends TaskCases {

  private static final ChildOptions PERMANENT = ChildOptions.DEFAULT.with(Restart.PERMANENT);

  @Override
  TaskLab start(Path home) {
    return TaskLab.here(home);
  }

  @Test
  void restartsThatAreFurtherApartThanTheTimeNeverBringTheSupervisorDown() throws Exception {
    // Every machine needs more than a nanosecond from one restart to the next.
    TaskSupervisor supervisor =
        lab.supervisor(SupervisorOptions.DEFAULT.maxRestarts(1, Duration.ofNanos(1)));
    Children children = crashAndRestart(supervisor, 10);
    assertThat(children(supervisor))
        .containsExactlyInAnyOrder(children.sibling(), children.crashing());
  }

  @Test
  void restartsWithinTheTimeAreAllowedUpToTheirNumberAndOneMoreEndsAllChildren() throws Exception {
    TaskSupervisor supervisor =
        lab.supervisor(SupervisorOptions.DEFAULT.maxRestarts(10, Duration.ofHours(1)));
    Children children = crashAndRestart(supervisor, 10);
    assertThat(children(supervisor))
        .containsExactlyInAnyOrder(children.sibling(), children.crashing());

    CompletableFuture<ExitReason> end = lab.whenEnded(children.sibling());
    lab.tell(children.crashing(), "go");
    assertThat(join(end)).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(children(supervisor)).isEmpty();
  }

  /** A child that does nothing, and one that crashed and runs again. */
  private record Children(Pid sibling, Pid crashing) {}

  /** Starts a child that does nothing, and one that crashes the given number of times. */
  private Children crashAndRestart(TaskSupervisor supervisor, int times) throws Exception {
    Audience audience = lab.audience();
    Pid sibling =
        startedChild(supervisor.startChild(act(audience, "await go"), ChildOptions.DEFAULT));
    join(supervisor.startChild(act(audience, "say ready", "await go", "throw oops"), PERMANENT));
    Pid crashing = audience.hears("ready");
    for (int i = 0; i < times; i++) {
      CompletableFuture<ExitReason> end = lab.whenEnded(crashing);
      lab.tell(crashing, "go");
      join(end);
      crashing = audience.hears("ready");
    }
    return new Children(sibling, crashing);
  }
}
