package chat.moebi.otp.task;

import static chat.moebi.otp.task.TaskLab.act;
import static chat.moebi.otp.task.TaskLab.join;
import static chat.moebi.otp.task.TaskLab.refusedChild;
import static chat.moebi.otp.task.TaskLab.startedChild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.task.StreamOptions.OnTimeout;
import chat.moebi.otp.task.TaskLab.Audience;
import chat.moebi.otp.task.TaskLab.Crash;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import chat.moebi.otp.task.TaskResult.Refused;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FunctionJar;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.function.Act;
import chat.moebi.testing.function.Act.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to tasks whose node dies. Kate is the program itself, with the test's functions in a
 * jar; she is killed once, while all tasks of these tests run on her.
 */
@Tag(DistributedTests.TAG)
@TestInstance(Lifecycle.PER_CLASS)
class LostNodeTest {

  private static final Duration TEST_TIMEOUT = PipedProcess.PATIENCE;
  private static final ExitReason LOST = ExitReason.NOCONNECTION;
  private static final TaskResult<Said> IS_LOST = new Exited<>(LOST);
  private static final TaskResult<Said> IS_THERE = new Completed<>(new Said("42"));
  private static final StreamOptions OPTIONS =
      StreamOptions.DEFAULT.timeout(TEST_TIMEOUT, OnTimeout.EXIT).maxConcurrency(2);

  private final Map<String, Task<Said>> tasks = new HashMap<>();

  /** Tasks that ended with 42 before the node is lost. */
  private final Deque<Task<Said>> done = new ArrayDeque<>();

  private final Map<String, CompletableFuture<Object>> results = new HashMap<>();
  private final Map<String, CompletableFuture<ExitReason>> ends = new HashMap<>();

  /** Owners of tasks that ended with 42 before the node is lost; they read the result later. */
  private final Map<String, Pid> lateOwners = new HashMap<>();

  private TaskLab lab;
  private Audience audience;
  private TaskSupervisor supervisor;
  private Pid own;
  private Pid child;
  private Crash crash;
  private CompletableFuture<List<TaskResult<Said>>> stream;

  @BeforeAll
  void killKate(@TempDir Path home) throws Exception {
    ChatProgram program = new ChatProgram(home);
    Path functions = FunctionJar.write(home.resolve("functions"), Act.class).getParent();
    PipedProcess kate =
        program.start("--name", "kate", "--headless", "--functions", functions.toString());
    try {
      kate.awaitOutput("ready kate@localhost");
      lab = TaskLab.beside(program, kate);
    } finally {
      if (lab == null) {
        kate.close();
      }
    }
    audience = lab.audience();
    supervisor = Otp.of(lab.sophie()).tasks().supervisor(lab.node());
    startTasks();
    startOwners();
    own = lab.own();
    kate.kill();
    crash = lab.awaitCrash();
  }

  @AfterAll
  void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  private void startTasks() throws Exception {
    for (String name :
        List.of("await", "many", "yield", "yieldMany", "5000", "-1", "0", "ignore", "completion")) {
      tasks.put(name, supervisor.asyncNoLink(endless()));
      audience.hears("ready");
    }
    for (int i = 0; i < 6; i++) {
      done.add(supervisor.asyncNoLink(act(audience, "return 42")));
      join(done.getLast().completion());
    }
    stream =
        CompletableFuture.supplyAsync(
            () -> supervisor.asyncStreamNoLink(List.of(endless(), endless()), OPTIONS).toList());
    audience.hears("ready");
    audience.hears("ready");
    child = startedChild(supervisor.startChild(endless(), ChildOptions.DEFAULT));
    audience.hears("ready");
    supervisor.async(endless());
    audience.hears("ready");
  }

  private Call<Said> endless() {
    return act(audience, "say ready", "await go");
  }

  private ProcessTask<Said> async(Self self) {
    return ProcessTask.async(self, lab.node(), supervisor.name(), endless());
  }

  private ProcessTask<Said> asyncNoLink(Self self) {
    return ProcessTask.asyncNoLink(self, lab.node(), supervisor.name(), endless());
  }

  private void startOwners() throws Exception {
    owner("await", self -> asyncNoLink(self).await(self, TEST_TIMEOUT, v -> done("await", v)));
    owner(
        "many",
        self ->
            ProcessTask.awaitMany(
                self,
                List.of(asyncHere(self), asyncNoLink(self)),
                TEST_TIMEOUT,
                v -> done("many", v)));
    owner("yield", self -> asyncNoLink(self).yield(self, TEST_TIMEOUT, v -> done("yield", v)));
    owner(
        "linked",
        self -> {
          async(self);
          return Next.receive(received -> Next.skip());
        });
    owner(
        "trapping",
        self -> {
          self.trapExits(true);
          async(self);
          return Next.receive(
              received ->
                  received instanceof Received.Exit exit
                      ? done("trapping", exit.reason())
                      : Next.skip());
        });
    startLateOwners();
    owner(
        "shutdown",
        self -> {
          ProcessTask<Said> task = asyncNoLink(self);
          long monitor = self.monitor(child);
          return Next.receive(
              received ->
                  received instanceof Received.Down down && down.monitor() == monitor
                      ? task.shutdown(self, Shutdown.INFINITY, v -> done("shutdown", v))
                      : Next.skip());
        });
  }

  private void startLateOwners() throws Exception {
    lateOwner("await", (task, self) -> task.await(self, TEST_TIMEOUT, v -> alone("late await", v)));
    lateOwner(
        "many",
        (task, self) ->
            ProcessTask.awaitMany(self, List.of(task), TEST_TIMEOUT, v -> alone("late many", v)));
    lateOwner("yield", (task, self) -> task.yield(self, TEST_TIMEOUT, v -> alone("late yield", v)));
    lateOwner(
        "shutdown",
        (task, self) -> task.shutdown(self, Shutdown.DEFAULT, v -> alone("late shutdown", v)));
    lateOwner(
        "brutal",
        (task, self) -> task.shutdown(self, Shutdown.BRUTAL_KILL, v -> alone("late brutal", v)));
  }

  private void lateOwner(String name, BiFunction<ProcessTask<Said>, Self, Next<None>> use)
      throws Exception {
    results.put("late " + name, new CompletableFuture<>());
    Pid owner =
        lab.prepare(
            self -> {
              ProcessTask<Said> task =
                  ProcessTask.asyncNoLink(
                      self,
                      lab.node(),
                      supervisor.name(),
                      act(audience, "say ready", "await go", "return 42"));
              return Next.receive(
                  received ->
                      received instanceof Received.Message message && message.isText("now")
                          ? use.apply(task, self)
                          : Next.skip());
            });
    lateOwners.put(name, owner);
    lab.tell(owner, "begin");
    Pid task = audience.hears("ready");
    CompletableFuture<ExitReason> end = lab.whenEnded(task);
    lab.tell(task, "go");
    join(end);
  }

  /** Completes with the value, or with another message that is in the mailbox. */
  private Next<None> alone(String name, Object value) {
    return Next.<None>receive(received -> done(name, received))
        .after(Duration.ZERO, () -> done(name, value));
  }

  /** Starts a task on sophie that does not end; sophie lives on. */
  private ProcessTask<Said> asyncHere(Self self) {
    return ProcessTask.asyncNoLink(
        self, lab.sophie().name(), TaskSupervisors.DEFAULT, act(audience, "await go"));
  }

  private void owner(String name, Function<Self, Next<None>> body) throws Exception {
    results.put(name, new CompletableFuture<>());
    Pid owner = lab.prepare(body);
    ends.put(name, lab.whenEnded(owner));
    lab.tell(owner, "begin");
    audience.hears("ready");
  }

  private Next<None> done(String name, Object value) {
    results.get(name).complete(value);
    return Next.done();
  }

  private static TaskResult<?> failure(ThrowingCallable call) {
    return catchThrowableOfType(TaskFailedException.class, call).result();
  }

  @Test
  void awaitFailsWithNoconnection() {
    assertThat(failure(() -> tasks.get("await").await(TEST_TIMEOUT))).isEqualTo(IS_LOST);
  }

  @Test
  void awaitManyFailsAtOnceWithNoconnection() {
    Task<Said> here =
        Otp.of(lab.sophie())
            .tasks()
            .supervisor(lab.sophie().name())
            .asyncNoLink(act(audience, "await go"));
    assertThat(failure(() -> Task.awaitMany(List.of(here, tasks.get("many")), TEST_TIMEOUT)))
        .isEqualTo(IS_LOST);
  }

  @Test
  void yieldReturnsNoconnection() throws Exception {
    assertThat(tasks.get("yield").yield(TEST_TIMEOUT)).contains(IS_LOST);
  }

  @Test
  void yieldManyReturnsNoconnection() throws Exception {
    assertThat(Task.yieldMany(List.of(tasks.get("yieldMany")), TEST_TIMEOUT))
        .containsExactly(Optional.of(IS_LOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5000", "-1", "0"})
  void shutdownReturnsNoconnection(String shutdown) throws Exception {
    assertThat(tasks.get(shutdown).shutdown(new Shutdown(Long.parseLong(shutdown))))
        .contains(IS_LOST);
  }

  @Test
  void ignoreReturnsNoconnection() {
    join(tasks.get("ignore").completion());
    assertThat(tasks.get("ignore").ignore()).contains(IS_LOST);
  }

  @Test
  void aCompletionIsNoconnection() {
    assertThat(join(tasks.get("completion").completion())).isEqualTo(IS_LOST);
  }

  @Test
  void aStreamsResultsAreNoconnection() {
    assertThat(join(stream)).containsExactly(IS_LOST, IS_LOST);
  }

  @Test
  void theProgramsProcessEndsWithALinkedTask() {
    assertThat(crash.reason()).isEqualTo(LOST.toString());
    assertThat(crash.from()).startsWith("<" + lab.node() + ".");
    assertThat(lab.own()).isNotEqualTo(own);
  }

  @Test
  void aProcessThatAwaitsExitsWithNoconnection() {
    assertThat(join(ends.get("await"))).isEqualTo(LOST);
  }

  @Test
  void aProcessThatAwaitsManyExitsWithNoconnectionAtOnce() {
    assertThat(join(ends.get("many"))).isEqualTo(LOST);
  }

  @Test
  void aProcessThatYieldsGoesOnWithNoconnection() {
    assertThat(join(results.get("yield"))).isEqualTo(Optional.of(IS_LOST));
  }

  @Test
  void aProcessThatShutsATaskDownGoesOnWithNoconnection() {
    assertThat(join(results.get("shutdown"))).isEqualTo(Optional.of(IS_LOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"await", "many", "yield", "shutdown", "brutal"})
  void aProcessGoesOnWithAResultThatWasThereBeforeTheLoss(String use) {
    Object expected =
        switch (use) {
          case "await" -> new Said("42");
          case "many" -> List.of(new Said("42"));
          default -> Optional.of(IS_THERE);
        };
    lab.tell(lateOwners.get(use), "now"); // After the loss, which the linked task's end shows.
    assertThat(join(results.get("late " + use))).isEqualTo(expected);
  }

  @Test
  void aResultThatWasThereBeforeTheLossIsReturned() throws Exception {
    assertThat(done.remove().await(TEST_TIMEOUT)).isEqualTo(new Said("42"));
    assertThat(Task.awaitMany(List.of(done.remove()), TEST_TIMEOUT))
        .containsExactly(new Said("42"));
    assertThat(done.remove().yield(TEST_TIMEOUT)).contains(IS_THERE);
    assertThat(Task.yieldMany(List.of(done.remove()), TEST_TIMEOUT))
        .containsExactly(Optional.of(IS_THERE));
    assertThat(done.remove().shutdown(Shutdown.DEFAULT)).contains(IS_THERE);
    assertThat(done.remove().ignore()).contains(IS_THERE);
  }

  @Test
  void aProcessEndsWithALinkedTask() {
    assertThat(join(ends.get("linked"))).isEqualTo(LOST);
  }

  @Test
  void aProcessThatTrapsExitsIsTold() {
    assertThat(join(results.get("trapping"))).isEqualTo(LOST);
  }

  @Test
  void nothingCanBeAskedOfTheNodeAnyMore() throws Exception {
    assertThat(join(tasks.get("completion").completion())).isEqualTo(IS_LOST);
    assertThat(supervisor.async(endless()).yield(TEST_TIMEOUT))
        .hasValueSatisfying(
            result ->
                assertThat(((Refused<Said>) result).refusal().kind())
                    .isEqualTo(Refusal.Kind.NO_CONNECTION));
    assertThat(refusedChild(supervisor.startChild(endless(), ChildOptions.DEFAULT)).kind())
        .isEqualTo(Refusal.Kind.NO_CONNECTION);
    assertThat(supervisor.terminateChild(child).toCompletableFuture())
        .failsWithin(TEST_TIMEOUT)
        .withThrowableThat()
        .withMessageContaining("no connection to " + supervisor.node());
    assertThat(join(supervisor.children())).isEmpty();
  }

  @Test
  void processesThatStartATaskThereExitWithNoconnection() {
    assertThat(join(tasks.get("completion").completion())).isEqualTo(IS_LOST);
    assertThat(lab.endOf(self -> async(self).await(self, TEST_TIMEOUT, v -> Next.done())))
        .isEqualTo(LOST);
  }
}
