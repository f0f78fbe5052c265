package chat.moebi.otp.task;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Next;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Received;
import chat.moebi.otp.process.Received.Message;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Self;
import chat.moebi.otp.process.SpawnResult;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.TestCookie;
import chat.moebi.testing.function.Act;
import chat.moebi.testing.function.Act.Said;
import chat.moebi.testing.function.Act.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The node of a test, {@code sophie}, and the node that its tasks run on: {@code sophie} too, or
 * {@code kate} in another JVM.
 */
final class TaskLab implements AutoCloseable {

  /** The end of sophie's own process, as her output shows it. */
  record Crash(String from, String reason) {}

  /** A process on sophie that keeps the messages of tasks. */
  record Audience(Pid pid, BlockingQueue<Message> heard) {

    /** Waits for the next message, which must be this text; returns its sender. */
    Pid hears(String text) throws InterruptedException {
      Message message = heard.poll(PipedProcess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(message).as("somebody says " + text).isNotNull();
      assertThat(message.text()).isEqualTo(text);
      return message.from();
    }
  }

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private final BlockingQueue<Crash> crashes = new LinkedBlockingQueue<>();
  private final AtomicInteger names = new AtomicInteger();
  private final Chat sophie;
  private final NodeName node;
  private final PipedProcess other;

  /** Starts a node that runs the tasks itself. */
  static TaskLab here(Path home) {
    return new TaskLab(home.resolve("registry"), TestCookie.CREDENTIALS, null);
  }

  /** Starts two nodes. */
  static TaskLab elsewhere(Path home) throws IOException, InterruptedException {
    ChatProgram program = new ChatProgram(home);
    PipedProcess kate = program.startMain(TaskNode.class, KATE.toString());
    try {
      kate.awaitOutput("ready");
      return new TaskLab(program.registry(), program.credentials(), kate);
    } catch (RuntimeException | AssertionError | InterruptedException e) {
      kate.close();
      throw e;
    }
  }

  /** Starts sophie beside a node that the test has started. */
  static TaskLab beside(ChatProgram program, PipedProcess kate) {
    return new TaskLab(program.registry(), program.credentials(), kate);
  }

  private TaskLab(Path registry, Credentials credentials, PipedProcess other) {
    Functions functions = TaskNode.functions().with(List.of(new Body()));
    this.other = other;
    this.sophie =
        TestChats.inCluster("sophie", registry, credentials, functions, new CrashOutput());
    this.node = other == null ? sophie.name() : KATE;
  }

  @Override
  public void close() {
    sophie.close();
    if (other != null) {
      other.close();
    }
  }

  /** Returns the node of the test. */
  Chat sophie() {
    return sophie;
  }

  /** Returns the node that tasks run on. */
  NodeName node() {
    return node;
  }

  /** Returns the pid of sophie's own process, after it has handled all earlier messages. */
  Pid own() {
    join(Otp.of(sophie).process().flush());
    return Otp.of(sophie).process().pid();
  }

  /** Waits for the next end of sophie's own process; returns the process that caused it. */
  Crash awaitCrash() throws InterruptedException {
    Crash crash = crashes.poll(PipedProcess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(crash).as("the own process ends").isNotNull();
    return crash;
  }

  /** Starts a new supervisor on the node that tasks run on. */
  TaskSupervisor supervisor(SupervisorOptions options) throws IOException, InterruptedException {
    String name = "s" + names.incrementAndGet();
    if (other == null) {
      return join(Otp.of(sophie).tasks().startSupervisor(name, options));
    }
    other.type(TaskNode.line(name, options));
    other.awaitOutput("started " + name);
    return Otp.of(sophie).tasks().supervisor(node, name);
  }

  /** Starts a supervisor with the default options. */
  TaskSupervisor supervisor() throws IOException, InterruptedException {
    return supervisor(SupervisorOptions.DEFAULT);
  }

  /** Starts a process on sophie that keeps the messages of tasks. */
  Audience audience() {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    return new Audience(run(self -> hear(heard)), heard);
  }

  /** Sends a process a text, from a new process: an exit or an answer does not reach the test. */
  void tell(Pid pid, String text) {
    run(
        self -> {
          self.send(pid, text);
          return Next.done();
        });
  }

  /** Tells a process to end. */
  void exit(Pid pid, ExitReason reason) {
    join(Otp.of(sophie).process().exit(pid, reason));
  }

  /** Starts a process on sophie. */
  Pid run(Function<Self, Next<None>> body) {
    return ((Spawned) join(Otp.of(sophie).process().spawn(sophie.name(), Body.call(body)))).pid();
  }

  /** Starts a process on sophie that waits for {@code begin}, and then runs the body. */
  Pid prepare(Function<Self, Next<None>> body) {
    return run(
        self ->
            Next.receive(
                received ->
                    received instanceof Message message && message.isText("begin")
                        ? body.apply(self)
                        : Next.skip()));
  }

  /** Runs a process on sophie, and returns the reason with which it ended. */
  ExitReason endOf(Function<Self, Next<None>> body) {
    Pid pid = prepare(body);
    CompletableFuture<ExitReason> end = whenEnded(pid);
    tell(pid, "begin");
    return join(end);
  }

  /**
   * Monitors a process, and completes with the reason of its end. The process gets the monitor
   * before anything that is sent to it later.
   */
  CompletableFuture<ExitReason> whenEnded(Pid pid) {
    CompletableFuture<Void> watching = new CompletableFuture<>();
    CompletableFuture<ExitReason> end = new CompletableFuture<>();
    run(
        self -> {
          self.monitor(pid);
          watching.complete(null);
          return Next.receive(
              received -> {
                end.complete(((Received.Down) received).reason());
                return Next.done();
              });
        });
    join(watching);
    join(
        Otp.of(sophie)
            .process()
            .send(pid, "watched")); // It arrives after the monitor; nothing reads it.
    return end;
  }

  /** Lists the tasks of a supervisor. */
  static List<Pid> children(TaskSupervisor supervisor) {
    return join(supervisor.children()).orElseThrow().stream().map(ProcessInfo::pid).toList();
  }

  /** Waits for the start of a child, and returns its pid. */
  static Pid startedChild(CompletionStage<SpawnResult> start) {
    return ((Spawned) join(start)).pid();
  }

  /** Waits for the refusal of a child. */
  static Refusal refusedChild(CompletionStage<SpawnResult> start) {
    return ((NotSpawned) join(start)).refusal();
  }

  /** Returns the call of {@link Act}. */
  static Call<Said> act(Audience audience, String... steps) {
    return Call.of(new Act(), new Script(audience.pid(), List.of(steps)));
  }

  /** Waits for a stage. */
  static <T> T join(CompletionStage<T> stage) {
    return stage
        .toCompletableFuture()
        .orTimeout(PipedProcess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static Next<None> hear(BlockingQueue<Message> heard) {
    return Next.receive(
        received -> {
          if (received instanceof Message message) {
            heard.add(message);
          }
          return hear(heard);
        });
  }

  private final class CrashOutput implements Output {
    @Override
    public void show(NodeName from, String text) {}

    @Override
    public void exit(String from, String reason) {
      crashes.add(new Crash(from, reason));
    }
  }
}
