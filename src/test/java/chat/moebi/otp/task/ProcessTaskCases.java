package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.children;
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
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.testing.PipedProcess;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Says what a process gets of the tasks that it has started. */
abstract class ProcessTaskCases extends TaskCases {

  private static final Duration LONG = PipedProcess.PATIENCE;

  private Audience audience;
  private TaskSupervisor supervisor;

  /** What the owner goes on with. */
  private CompletableFuture<Object> result;

  @BeforeEach
  void prepare() throws Exception {
    audience = lab.audience();
    supervisor = lab.supervisor();
    result = new CompletableFuture<>();
  }

  private ProcessTask<Said> async(Self self, String... steps) {
    return ProcessTask.async(self, lab.node(), supervisor.name(), act(audience, steps));
  }

  private ProcessTask<Said> asyncNoLink(Self self, String... steps) {
    return ProcessTask.asyncNoLink(self, lab.node(), supervisor.name(), act(audience, steps));
  }

  private Next<None> done(Object value) {
    result.complete(value);
    return Next.done();
  }

  /** Waits until it is told that; other messages stay. */
  private static Next<None> when(String word, Supplier<Next<None>> then) {
    return Next.receive(
        received ->
            received instanceof Message message && message.isText(word) ? then.get() : Next.skip());
  }

  private static Completed<Said> said(String text) {
    return new Completed<>(new Said(text));
  }

  private static ExitReason reason(String step) {
    String[] words = step.split(" ");
    return switch (words[0]) {
      case "exit" -> ExitReason.parse(words[1]);
      case "shutdown" -> ExitReason.shutdown(words[1]);
      default -> new ExitReason(Kind.ERROR, words[1]);
    };
  }

  @Nested
  class Await {

    @Test
    void goesOnWithWhatTheTaskReturns() {
      ExitReason end = lab.endOf(self -> async(self, "return 42").await(self, LONG, v -> done(v)));
      assertThat(end).isEqualTo(ExitReason.NORMAL);
      assertThat(join(result)).isEqualTo(new Said("42"));
    }

    @Test
    void goesOnWithWhatATaskOfTheSupervisorThatEveryNodeHasReturns() {
      lab.endOf(
          self ->
              ProcessTask.async(self, lab.node(), act(audience, "return 42"))
                  .await(self, LONG, v -> done(v)));
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
      ExitReason end = lab.endOf(self -> asyncNoLink(self, step).await(self, LONG, v -> done(v)));
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
                return async(self, step).await(self, LONG, v -> done(v));
              });
      assertThat(end).isEqualTo(reason(step));
      assertThat(result).isNotDone();
    }

    @Test
    void exitsWhenTheTaskIsKilled() throws Exception {
      Pid owner =
          lab.prepare(
              self -> asyncNoLink(self, "say ready", "await go").await(self, LONG, v -> done(v)));
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
      ExitReason end = lab.endOf(self -> async(self).await(self, LONG, v -> done(v)));
      assertThat(end.text()).contains(supervisor.name(), lab.node().toString());
    }

    @Test
    void leavesOtherMessagesInTheMailbox() throws Exception {
      Pid owner =
          lab.prepare(
              self -> {
                ProcessTask<Said> task = async(self, "say ready", "await go", "return 1");
                return task.await(self, LONG, v -> when("other", () -> done(v)));
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
                return task.await(self, LONG, v -> task.await(self, LONG, w -> done(w)));
              });
      assertThat(end.kind()).isEqualTo(Kind.ERROR);
      assertThat(end.text()).contains("once");
    }
  }

  /** What another process than the owner tries throws. */
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
      isTheOnlyOneWhoCan((task, self) -> task.await(self, LONG, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanAwaitMany() {
      isTheOnlyOneWhoCan(
          (task, self) -> ProcessTask.awaitMany(self, List.of(task), LONG, v -> done(v)));
    }

    @Test
    void isTheOnlyOneWhoCanYield() {
      isTheOnlyOneWhoCan((task, self) -> task.yield(self, LONG, v -> done(v)));
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
                return ProcessTask.awaitMany(self, tasks, LONG, v -> done(v));
              });
      lab.tell(owner, "begin");
      Map<String, Pid> tasks = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        Message message = audience.heard().poll(LONG.toSeconds(), TimeUnit.SECONDS);
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
                return ProcessTask.awaitMany(self, tasks, LONG, v -> done(v));
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
                    LONG,
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
      lab.endOf(self -> async(self, "return 1").yield(self, LONG, v -> done(v)));
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
                      return task.yield(self, LONG, v -> done(v));
                    });
              });
      lab.tell(owner, "begin");
      Pid task = null;
      for (int i = 0; i < 2; i++) { // In any order.
        Message message = audience.heard().poll(LONG.toSeconds(), TimeUnit.SECONDS);
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
      lab.endOf(self -> asyncNoLink(self, step).yield(self, LONG, v -> done(v)));
      assertThat(join(result)).isEqualTo(Optional.of(new Exited<>(reason(step))));
    }
  }

  @Nested
  class ShutdownOfATask {

    static Shutdown[] shutdowns() {
      return new Shutdown[] {Shutdown.DEFAULT, Shutdown.INFINITY, Shutdown.BRUTAL_KILL};
    }

    /** Runs an owner that shuts its task down when it is ready, and then lives until it is told. */
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
      join(taskEnd); // Its exit, if there was one, has been sent to the owner.
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
                      // Of the same supervisor: it comes after the link was removed.
                      ProcessTask<Said> next = async(self, "say ignored");
                      return next.await(self, LONG, v -> when("end", Next::done));
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

    /** Returns what an owner finds in its mailbox after it has ignored a task that has ended. */
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
      join(end); // And so what it returns is in the owner's mailbox.
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
                return task.await(self, LONG, v -> done(v));
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
                        ? task.yield(self, LONG, v -> done(List.of(exit.reason(), v.orElseThrow())))
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
