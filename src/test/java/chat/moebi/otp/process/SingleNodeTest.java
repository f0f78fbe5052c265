package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.NamedFunction;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The base of tests on one node. Each test has a node of its own, in the one ActorSystem of its
 * class.
 */
@StartsActorSystem
abstract class SingleNodeTest {

  static final NodeName ALEX = NodeName.parse("alex@localhost");
  static final long TIMEOUT_SECONDS = 20;
  static final int MAX_MAILBOX = 50;

  static ActorTestKit kit;

  final Bodies bodies = new Bodies();
  final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  final Semaphore reader = new Semaphore(Integer.MAX_VALUE);
  ProcessRuntime runtime;
  ShellProcess shell;

  @BeforeAll
  static void startActorSystem() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    "akka.actor.provider = local, chat.process.max-mailbox = " + MAX_MAILBOX)
                .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void endActorSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    List<NamedFunction<?, ?>> own = new ArrayList<>(bodies.functions());
    own.add(new Neither());
    CompletableFuture<ShellProcess> started = new CompletableFuture<>();
    runtime =
        TestRuntimes.start(
            kit,
            ALEX,
            Functions.installed().with(own),
            new Shown(),
            (context, node) -> started.complete(ShellProcess.start(context, node)));
    shell = started.join();
  }

  @AfterEach
  void readAll() {
    reader.drainPermits();
    reader.release(Integer.MAX_VALUE);
  }

  static Next<None> idle() {
    return Next.receive(received -> Next.skip());
  }

  /** A process that ends in the way that a message tells it. */
  static Next<None> obedient(Self self) {
    return Next.receive(
        received -> {
          switch (received.line()) {
            case "done" -> {
              return Next.done();
            }
            case "throw" -> throw new IllegalStateException("thrown");
            case "exit" -> {
              return Next.exit(ExitReason.of("no paper"));
            }
            default -> {
              return Next.skip();
            }
          }
        });
  }

  static String reasonOf(String order) {
    return Map.of("done", "normal", "throw", "thrown", "exit", "no paper").get(order);
  }

  /** A process that takes a step when a text comes. */
  static Function<Self, Next<None>> when(String text, Function<Self, Next<None>> then) {
    return self -> Next.receive(on(text, () -> then.apply(self)));
  }

  static Next.Handler<None> on(String text, Supplier<Next<None>> then) {
    return received ->
        received instanceof Received.Message message && message.isText(text)
            ? then.get()
            : Next.skip();
  }

  static Next<None> into(BlockingQueue<Received> queue) {
    return Next.receive(
        received -> {
          queue.add(received);
          return into(queue);
        });
  }

  static Received next(BlockingQueue<Received> queue) throws InterruptedException {
    return queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  final Observer observe(Consumer<Self> first) {
    return Observer.start(shell, ALEX, bodies, first);
  }

  final Observer observeTrapping(Consumer<Self> first) {
    return observe(
        self -> {
          self.trapExits(true);
          first.accept(self);
        });
  }

  /** Waits for the end of a process, and returns the reason. */
  final String awaitEnd(Pid pid) throws InterruptedException {
    String down = observe(self -> self.monitor(pid)).next();
    assertThat(down).startsWith("DOWN " + pid + " ");
    settle(pid);
    return down.substring(("DOWN " + pid + " ").length());
  }

  /** Waits until every process knows of an end, since the answer comes later. */
  final void settle(Pid ended) {
    assertThat(get(shell.send(ended, "(gone?)"))).isEqualTo(Refusal.noProcess(ended));
  }

  final String nextShown() throws InterruptedException {
    return shown.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  final List<String> flush() {
    return get(shell.flush()).stream().map(Received::line).toList();
  }

  final List<Pid> pids() {
    return get(shell.list(ALEX)).orElseThrow().stream().map(ProcessInfo::pid).toList();
  }

  final int mailbox(Pid pid) {
    return get(shell.list(ALEX)).orElseThrow().stream()
        .filter(info -> info.pid().equals(pid))
        .findFirst()
        .orElseThrow()
        .mailbox();
  }

  final Pid spawn(String function, String arguments) {
    return spawn(Call.typed(function, arguments));
  }

  final Pid spawn(Function<Self, Next<None>> body) {
    return spawn(bodies.call(body));
  }

  final Pid spawn(Call<?> call) {
    return spawned(get(shell.spawn(ALEX, call)));
  }

  final Pid spawnLink(Function<Self, Next<None>> body) {
    return spawned(get(shell.spawnLink(ALEX, bodies.call(body))));
  }

  static Pid spawned(SpawnResult result) {
    assertThat(result).isInstanceOf(Spawned.class);
    return ((Spawned) result).pid();
  }

  final Refusal refusal(Call<?> call) {
    SpawnResult result = get(shell.spawn(ALEX, call));
    assertThat(result).isInstanceOf(NotSpawned.class);
    return ((NotSpawned) result).refusal();
  }

  /** A function that is neither a ProcessFunction nor a BlockingFunction. */
  private static final class Neither implements NamedFunction<None, None> {
    @Override
    public String name() {
      return "neither";
    }
  }

  /** Keeps what is shown; reads only while the test permits it. */
  private final class Shown implements Output {
    @Override
    public void show(NodeName from, String text) {
      shown.add(from + ": " + text);
    }

    @Override
    public void print(NodeName from, String line) {
      shown.add(from + " prints " + line);
      reader.acquireUninterruptibly();
    }

    @Override
    public void exit(String from, String reason) {
      shown.add("EXIT from " + from + ": " + reason);
    }
  }
}
