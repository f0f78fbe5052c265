package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that keeps all that it receives for a test. */
final class Observer {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ShellProcess shell;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Pid pid;

  /** Starts an observer, and returns when it has run its first action, such as a link. */
  static Observer start(ShellProcess shell, NodeName node, Bodies bodies, Consumer<Self> first) {
    return new Observer(shell, node, bodies, first);
  }

  private Observer(ShellProcess shell, NodeName node, Bodies bodies, Consumer<Self> first) {
    this.shell = shell;
    CompletableFuture<Pid> begun = new CompletableFuture<>();
    get(
        shell.spawn(
            node,
            bodies.call(
                self -> {
                  first.accept(self);
                  begun.complete(self.pid());
                  return keep();
                })));
    this.pid = get(begun);
  }

  private Next<chat.moebi.otp.function.None> keep() {
    return Next.receive(
        one -> {
          received.add(one);
          return keep();
        });
  }

  Pid pid() {
    return pid;
  }

  /** Waits for the next item, and returns it as a line. */
  String next() throws InterruptedException {
    Received next = received.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("what comes next").isNotNull();
    return next.line();
  }

  /** Waits until everything sent before has arrived; returns the remaining items as lines. */
  List<String> rest() {
    assertThat(get(shell.send(pid, "(end)"))).isNull();
    List<String> lines = received.stream().map(Received::line).toList();
    received.clear();
    assertThat(lines).endsWith("(end)");
    return lines.subList(0, lines.size() - 1);
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
