package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.join;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.function.Act.Said;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a process awaits the tasks that it has started. */
abstract class ProcessTaskCases extends ProcessTasks {

  @Nested
  class Await {

    @Test
    void goesOnWithWhatTheTaskReturns() {
      ExitReason end =
          lab.endOf(self -> async(self, "return 42").await(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(end).isEqualTo(ExitReason.NORMAL);
      assertThat(join(result)).isEqualTo(new Said("42"));
    }

    @Test
    void goesOnWithWhatATaskOfTheSupervisorThatEveryNodeHasReturns() {
      lab.endOf(
          self ->
              ProcessTask.async(self, lab.node(), act(audience, "return 42"))
                  .await(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(join(result)).isEqualTo(new Said("42"));
    }

    @Test
    void exitsAtTheTimeoutAndTakesTheLinkedTaskWithIt() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, "say ready", "await go");
                return when("go", () -> task.await(self, Duration.ZERO, v -> done(v)));
              });
      CompletableFuture<ExitReason> end = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      CompletableFuture<ExitReason> taskEnd = lab.whenEnded(audience.hears("ready"));
      lab.tell(owner, "go");
      assertThat(join(end)).isEqualTo(ExitReason.of("timeout"));
      assertThat(join(taskEnd)).isEqualTo(ExitReason.of("timeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit normal", "exit unknown", "throw oops", "fail it", "shutdown it"})
    void exitsWithTheReasonOfTheTask(String step) {
      ExitReason end =
          lab.endOf(self -> asyncNoLink(self, step).await(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(end).isEqualTo(reason(step));
      assertThat(result).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit normal", "exit unknown", "throw oops", "fail it"})
    void exitsWithTheReasonOfALinkedTaskEvenIfItTrapsExits(String step) {
      ExitReason end =
          lab.endOf(
              self -> {
                self.trapExits(true);
                return async(self, step).await(self, TEST_TIMEOUT, v -> done(v));
              });
      assertThat(end).isEqualTo(reason(step));
      assertThat(result).isNotDone();
    }

    @Test
    void exitsWhenTheTaskIsKilled() throws Exception {
      Pid owner =
          lab.prepare(
              self ->
                  asyncNoLink(self, "say ready", "await go")
                      .await(self, TEST_TIMEOUT, v -> done(v)));
      CompletableFuture<ExitReason> end = lab.whenEnded(owner);
      lab.tell(owner, "begin");
      lab.exit(audience.hears("ready"), ExitReason.KILL);
      assertThat(join(end)).isEqualTo(ExitReason.KILLED);
    }

    @Test
    void exitsWithASentenceWhenTheTaskIsRefused() throws Exception {
      supervisor = lab.supervisor(SupervisorOptions.DEFAULT.maxChildren(1));
      supervisor.asyncNoLink(act(audience, "say ready", "await go"));
      audience.hears("ready");
      ExitReason end = lab.endOf(self -> async(self).await(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(end.text()).contains(supervisor.name(), lab.node().toString());
    }

    @Test
    void leavesOtherMessagesInTheMailbox() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, "say ready", "await go", "return 1");
                return task.await(self, TEST_TIMEOUT, v -> when("other", () -> done(v)));
              });
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      lab.tell(owner, "other");
      lab.tell(task, "go");
      assertThat(join(result)).isEqualTo(new Said("1"));
    }

    @Test
    void refusesANegativeTimeout() {
      Duration negative = Duration.ofMillis(-1);
      ExitReason end =
          lab.endOf(self -> async(self, "await go").await(self, negative, v -> done(v)));
      assertThat(end)
          .isEqualTo(new ExitReason(Kind.ERROR, "a timeout cannot be negative: PT-0.001S"));
    }

    @Test
    void canBeDoneOnce() {
      ExitReason end =
          lab.endOf(
              self -> {
                ProcessTask<Said> task = async(self, "return 1");
                return task.await(
                    self, TEST_TIMEOUT, v -> task.await(self, TEST_TIMEOUT, w -> done(w)));
              });
      assertThat(end.kind()).isEqualTo(Kind.ERROR);
      assertThat(end.text()).contains("once");
    }
  }

  /** A process that is not the owner gets an exception. */
  @Nested
  class TheOwner {

    private interface Use {
      Next<None> of(ProcessTask<Said> task, Self self);
    }

    private void isTheOnlyOneWhoCan(Use use) {
      CompletableFuture<ProcessTask<Said>> handed = new CompletableFuture<>();
      Pid owner =
          lab.prepare(
              self -> {
                handed.complete(async(self, "await go", "return 1"));
                return when("never", () -> done(""));
              });
      lab.tell(owner, "begin");
      ProcessTask<Said> task = join(handed);
      ExitReason end = lab.endOf(self -> use.of(task, self));
      assertThat(end.kind()).isEqualTo(Kind.ERROR);
      assertThat(end.text()).contains("owner", owner.toString());
      lab.exit(owner, ExitReason.KILL);
    }

    @Test
    void isTheOnlyOneWhoCanAwait() {
      isTheOnlyOneWhoCan((task, self) -> task.await(self, TEST_TIMEOUT, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanAwaitMany() {
      isTheOnlyOneWhoCan(
          (task, self) -> ProcessTask.awaitMany(self, List.of(task), TEST_TIMEOUT, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanYield() {
      isTheOnlyOneWhoCan((task, self) -> task.yield(self, TEST_TIMEOUT, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanShutDown() {
      isTheOnlyOneWhoCan((task, self) -> task.shutdown(self, Shutdown.DEFAULT, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanIgnore() {
      isTheOnlyOneWhoCan(
          (task, self) -> {
            task.ignore(self);
            return done("");
          });
    }
  }

  @Nested
  class AwaitMany {

    @Test
    void goesOnWithAllResultsInTheOrderOfTheTasks() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                List<ProcessTask<Said>> tasks = new ArrayList<>();
                for (int i : List.of(1, 3, 9)) {
                  tasks.add(async(self, "say " + i, "await go", "return " + i));
                }
                return ProcessTask.awaitMany(self, tasks, TEST_TIMEOUT, v -> done(v));
              });
      lab.tell(owner, "begin");
      Map<String, Pid> tasks = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        Message message = audience.heard().poll(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        tasks.put(message.text(), message.from());
      }
      for (String last : List.of("9", "3", "1")) {
        CompletableFuture<ExitReason> end = lab.whenEnded(tasks.get(last));
        lab.tell(tasks.get(last), "go");
        join(end);
      }
      assertThat(join(result)).isEqualTo(List.of(new Said("1"), new Said("3"), new Said("9")));
    }

    @Test
    void takesATimeoutOfAnyLength() {
      lab.endOf(
          self ->
              ProcessTask.awaitMany(
                  self,
                  List.of(async(self, "return 42")),
                  ChronoUnit.FOREVER.getDuration(),
                  v -> done(v)));
      assertThat(join(result)).isEqualTo(List.of(new Said("42")));
    }

    @Test
    void goesOnWithNothingForNoTasksAtOnce() {
      lab.endOf(
          self -> ProcessTask.<Said, None>awaitMany(self, List.of(), Duration.ZERO, v -> done(v)));
      assertThat(join(result)).isEqualTo(List.of());
    }

    @Test
    void exitsAtTheTimeout() {
      ExitReason end =
          lab.endOf(
              self ->
                  ProcessTask.awaitMany(
                      self, List.of(async(self, "await go")), Duration.ZERO, v -> done(v)));
      assertThat(end).isEqualTo(ExitReason.of("timeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit normal", "exit unknown", "throw oops", "fail it"})
    void exitsAtOnceWhenAnyTaskEndsWithoutAResult(String step) {
      ExitReason end =
          lab.endOf(
              self -> {
                List<ProcessTask<Said>> tasks =
                    List.of(asyncNoLink(self, "await go"), asyncNoLink(self, step));
                return ProcessTask.awaitMany(self, tasks, TEST_TIMEOUT, v -> done(v));
              });
      assertThat(end).isEqualTo(reason(step));
      assertThat(result).isNotDone();
    }

    @Test
    void leavesOtherMessagesInTheMailbox() throws Exception {
      Pid nobody = lab.run(self -> Next.done());
      join(lab.whenEnded(nobody));
      Pid owner =
          lab.prepare(
              self -> {
                long monitor = self.monitor(nobody);
                return ProcessTask.awaitMany(
                    self,
                    List.of(async(self, "say ready", "await go"), async(self, "return 2")),
                    TEST_TIMEOUT,
                    v -> when("other", () -> whenDown(monitor, () -> done(v))));
              });
      lab.tell(owner, "begin");
      Pid task = audience.hears("ready");
      lab.tell(owner, "other");
      lab.tell(task, "go");
      assertThat(join(result)).isEqualTo(List.of(new Said("done"), new Said("2")));
    }

    private Next<None> whenDown(long monitor, Supplier<Next<None>> then) {
      return Next.receive(
          received ->
              received instanceof Received.Down down && down.monitor() == monitor
                  ? then.get()
                  : Next.skip());
    }
  }

  @Nested
  class Yield {

    @Test
    void goesOnWithTheResult() {
      lab.endOf(self -> async(self, "return 1").yield(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(join(result)).isEqualTo(Optional.of(said("1")));
    }

    @Test
    void goesOnWithNothingAtTheTimeoutAndWithTheResultLater() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, "say ready", "await go", "return 1");
                return task.yield(
                    self,
                    Duration.ZERO,
                    first -> {
                      self.send(audience.pid(), first.isEmpty() ? "nothing" : "something");
                      return task.yield(self, TEST_TIMEOUT, v -> done(v));
                    });
              });
      lab.tell(owner, "begin");
      Pid task = null;
      for (int i = 0; i < 2; i++) { // The order does not matter.
        Message message = audience.heard().poll(TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (message.isText("ready")) {
          task = message.from();
        } else {
          assertThat(message.text()).isEqualTo("nothing");
        }
      }
      lab.tell(task, "go");
      assertThat(join(result)).isEqualTo(Optional.of(said("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit normal", "exit unknown", "throw oops"})
    void goesOnWithTheReasonOfTheTask(String step) {
      lab.endOf(self -> asyncNoLink(self, step).yield(self, TEST_TIMEOUT, v -> done(v)));
      assertThat(join(result)).isEqualTo(Optional.of(new Exited<>(reason(step))));
    }
  }
}
