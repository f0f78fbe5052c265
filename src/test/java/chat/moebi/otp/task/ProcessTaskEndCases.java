package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.children;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a process ends its tasks, ignores them, or ends with them. */
abstract class ProcessTaskEndCases extends ProcessTasks {

  @Nested
  class ShutdownOfATask {

    static Shutdown[] shutdowns() {
      return new Shutdown[] {Shutdown.DEFAULT, Shutdown.INFINITY, Shutdown.BRUTAL_KILL};
    }

    /** Runs an owner that shuts its task down when the task is ready, and then waits. */
    private Object shutDown(Shutdown shutdown, String... steps) throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, steps);
                return when(
                    "go",
                    () ->
                        task.shutdown(
                            self,
                            shutdown,
                            v -> {
                              result.complete(v);
                              return when("end", Next::done);
                            }));
              });
      CompletableFuture<ExitReason> end = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      CompletableFuture<ExitReason> taskEnd = lab.whenEnded(audience.hears("ready"));
      lab.tell(owner, "go");
      Object shut = join(result);
      join(taskEnd); // If the task exited, the owner has been sent that exit.
      lab.tell(owner, "end");
      assertThat(join(end)).as("the owner survives").isEqualTo(ExitReason.NORMAL);
      assertThat(children(supervisor)).isEmpty();
      return shut;
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void goesOnWithNothingAndTheOwnerSurvives(Shutdown shutdown) throws Exception {
      assertThat(shutDown(shutdown, "say ready", "await go")).isEqualTo(Optional.empty());
    }

    @Test
    void goesOnWithTheReasonOfATaskThatTrapsExits() throws Exception {
      assertThat(shutDown(Shutdown.DEFAULT, "trap", "say ready", "awaitExit", "exit oops"))
          .isEqualTo(Optional.of(new Exited<>(ExitReason.of("oops"))));
    }

    @Test
    void goesOnWithTheResultOfATaskThatTrapsExits() throws Exception {
      assertThat(shutDown(Shutdown.INFINITY, "trap", "say ready", "awaitExit", "return bye"))
          .isEqualTo(Optional.of(said("bye")));
    }

    @Test
    void killsATaskWhoseTimeIsOver() throws Exception {
      Shutdown soon = Shutdown.within(Duration.ofMillis(1));
      assertThat(shutDown(soon, "trap", "say ready", "await go"))
          .isEqualTo(Optional.of(new Exited<>(ExitReason.KILLED)));
    }

    @Test
    void killsATaskThatTrapsExits() throws Exception {
      assertThat(shutDown(Shutdown.BRUTAL_KILL, "trap", "say ready", "await go"))
          .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void goesOnWithWhatIsThere(Shutdown shutdown) throws Exception {
      assertThat(afterTheEnd(shutdown, "return 1")).isEqualTo(Optional.of(said("1")));
    }

    @ParameterizedTest
    @MethodSource("shutdowns")
    void goesOnWithTheReasonThatIsThere(Shutdown shutdown) throws Exception {
      assertThat(afterTheEnd(shutdown, "exit oops"))
          .isEqualTo(Optional.of(new Exited<>(ExitReason.of("oops"))));
    }

    private Object afterTheEnd(Shutdown shutdown, String last) throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = asyncNoLink(self, "say ready", "await go", last);
                return when("go", () -> task.shutdown(self, shutdown, v -> done(v)));
              });
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      CompletableFuture<ExitReason> end = lab.whenEnded(task);
      lab.tell(task, "go");
      join(end);
      lab.tell(owner, "go");
      return join(result);
    }
  }

  @Nested
  class Ignore {

    @Test
    void savesTheOwnerFromALateFailure() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, "say ready", "await go", "throw oops");
                return when(
                    "ignore",
                    () -> {
                      task.ignore(self);
                      // From the same supervisor, so it comes after the link was removed.
                      ProcessTask<Said> next = async(self, "say ignored");
                      return next.await(self, TEST_TIMEOUT, v -> when("end", Next::done));
                    });
              });
      CompletableFuture<ExitReason> end = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      CompletableFuture<ExitReason> taskEnd = lab.whenEnded(task);
      lab.tell(owner, "ignore");
      audience.hears("ignored");
      lab.tell(task, "go");
      assertThat(join(taskEnd)).isEqualTo(new ExitReason(Kind.ERROR, "oops"));
      lab.tell(owner, "end");
      assertThat(join(end)).isEqualTo(ExitReason.NORMAL);
    }

    /** Returns the mailbox of an owner after it has ignored a task that has ended. */
    private Object reply(boolean late, String last) throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = asyncNoLink(self, "say ready", "await go", last);
                return when(
                    "ignore",
                    () -> {
                      task.ignore(self);
                      self.send(audience.pid(), "ignored");
                      return when("look", () -> look());
                    });
              });
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      CompletableFuture<ExitReason> end = lab.whenEnded(task);
      if (late) {
        lab.tell(owner, "ignore");
        audience.hears("ignored");
      }
      lab.tell(task, "go");
      join(end); // So its result is in the owner's mailbox.
      if (!late) {
        lab.tell(owner, "ignore");
        audience.hears("ignored");
      }
      lab.tell(owner, "look");
      return join(result);
    }

    private Next<None> look() {
      return Next.<None>receive(
              received -> received instanceof Received.Replied ? done(received) : Next.skip())
          .after(Duration.ZERO, () -> done("nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return 1", "exit oops"})
    void dropsALateResult(String last) throws Exception {
      assertThat(reply(true, last)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return 1", "exit oops"})
    void dropsAResultThatIsThere(String last) throws Exception {
      assertThat(reply(false, last)).isEqualTo("nothing");
    }

    @Test
    void takesTheTaskFromItsOwner() {
      ExitReason end =
          lab.endOf(
              self -> {
                ProcessTask<Said> task = async(self, "await go");
                task.ignore(self);
                return task.await(self, TEST_TIMEOUT, v -> done(v));
              });
      assertThat(end.text()).contains("once");
    }
  }

  @Nested
  class Links {

    @Test
    void takeTheOwnerDownWithTheTask() {
      ExitReason end =
          lab.endOf(
              self -> {
                async(self, "throw oops");
                return when("never", Next::done);
              });
      assertThat(end).isEqualTo(new ExitReason(Kind.ERROR, "oops"));
    }

    @Test
    void takeTheTaskDownWithTheOwner() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                async(self, "say ready", "await go");
                return when("go", () -> Next.exit(ExitReason.of("enough")));
              });
      lab.tell(owner, "begin");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      lab.tell(owner, "go");
      assertThat(join(end)).isEqualTo(ExitReason.of("enough"));
    }

    @Test
    void takeTheTaskDownWithAnOwnerThatIsKilled() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                async(self, "say ready", "await go");
                return when("never", Next::done);
              });
      lab.tell(owner, "begin");
      CompletableFuture<ExitReason> end = lab.whenEnded(audience.hears("ready"));
      lab.exit(owner, ExitReason.KILL);
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
    }

    @Test
    void leaveTheTaskWhenTheOwnerEndsNormally() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                async(self, "say ready", "await go", "say went");
                return when("go", Next::done);
              });
      CompletableFuture<ExitReason> ownerEnd = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      lab.tell(owner, "go");
      assertThat(join(ownerEnd)).isEqualTo(ExitReason.NORMAL);
      lab.tell(task, "go");
      audience.hears("went");
    }

    @Test
    void tellAnOwnerThatTrapsExits() {
      lab.endOf(
          self -> {
            self.trapExits(true);
            ProcessTask<Said> task = async(self, "exit oops");
            return Next.receive(
                received ->
                    received instanceof Received.Exit exit
                        ? task.yield(
                            self, TEST_TIMEOUT, v -> done(List.of(exit.reason(), v.orElseThrow())))
                        : Next.skip());
          });
      assertThat(join(result))
          .isEqualTo(List.of(ExitReason.of("oops"), new Exited<>(ExitReason.of("oops"))));
    }

    @Test
    void areNoneWithoutALink() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                asyncNoLink(self, "say ready", "await go", "throw oops");
                return when("end", Next::done);
              });
      CompletableFuture<ExitReason> end = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      CompletableFuture<ExitReason> taskEnd = lab.whenEnded(task);
      lab.tell(task, "go");
      join(taskEnd);
      lab.tell(owner, "end");
      assertThat(join(end)).isEqualTo(ExitReason.NORMAL);
    }
  }
}
