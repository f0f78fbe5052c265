package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.None;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How a process ends whose function throws or returns nonsense. */
class FailingTest extends SingleNodeTest {

  @Test
  void endsOnlyTheProcessWhoseStepThrows() throws Exception {
    Observer neighbour = observe(self -> {});
    for (Error error :
        List.of(new NoClassDefFoundError("x/Y"), new AssertionError("x/Y"), recursion())) {
      Pid pid =
          spawn(
              self ->
                  Next.receive(
                      received -> {
                        throw error;
                      }));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " x/Y");
    }
    assertThat(neighbour.rest()).isEmpty();
  }

  @Test
  void endsAProcessWhoseFirstStepThrowsAnError() throws Exception {
    List<Throwable> thrown = List.of(new IOError(new IOException("x/Y")), new Error("x/Y"));
    for (Throwable error : thrown) {
      Observer trapping =
          observeTrapping(
              self ->
                  self.spawnLink(
                      ALEX,
                      bodies.call(
                          child -> {
                            throw (Error) error;
                          })));
      String[] two = {trapping.next(), trapping.next()}; // That it was spawned, and its end.
      assertThat(two[1]).startsWith("EXIT <alex@localhost.").endsWith("x/Y");
      long number = Pid.parse(two[1].split(" ")[1]).number();
      Pid ended = new Pid(ALEX, number, TestRuntimes.INCARNATION);
      assertThat(get(shell.send(ended, "hi"))).isEqualTo(Refusal.noProcess(ended));
    }
  }

  @Test
  void endsAProcessWhoseBlockingFunctionRunsOutOfMemory() throws Exception {
    Observer trapping =
        observeTrapping(
            self ->
                self.spawnLink(
                    ALEX,
                    bodies.blocking(
                        io -> {
                          throw new OutOfMemoryError("no room");
                        })));
    trapping.next();
    assertThat(trapping.next()).endsWith(" no room");
  }

  @Test
  void runsNoStepOfAProcessThatOnlyWaitsForItsLastLine() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    Pid pid =
        spawn(
            self ->
                Next.receive(
                    on(
                        "go",
                        () ->
                            Next.receive(
                                received -> {
                                  self.print("handling " + handled.incrementAndGet());
                                  throw new IllegalStateException("boom " + handled.get());
                                }))));
    reader.drainPermits();
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "go"));
    get(shell.send(pid, "one"));
    get(shell.send(pid, "two"));
    reader.release();
    assertThat(observer.next()).isEqualTo("DOWN " + pid + " boom 1");
    assertThat(handled).hasValue(1);
  }

  @Test
  void reportsAFunctionThatReturnsNull() throws Exception {
    Pid pid = spawn(self -> Next.receive(on("go", () -> Next.done(null))));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "go"));
    assertThat(observer.next())
        .isEqualTo("DOWN " + pid + " the function returned null; None stands for nothing");
  }

  @Test
  void refusesATimeTooLongForATimer() {
    assertThat(refusal(Call.typed("sleep", "99999999999999")).sentence())
        .isEqualTo("sleep cannot take \"99999999999999\"; write sleep MS");
  }

  @Test
  void letsAHandlerDropMessagesBehindTheCurrentOne() throws Exception {
    Pid watched = spawn("greet", "");
    Pid pid =
        spawn(
            self -> {
              long monitor = self.monitor(watched);
              return Next.receive(
                  on(
                      "go",
                      () ->
                          Next.receive(
                              on(
                                  "x",
                                  () -> {
                                    self.demonitor(monitor);
                                    return Next.receive(FailingTest::saidLast);
                                  }))));
            });
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "skipped"));
    get(shell.send(pid, "x"));
    get(shell.exit(watched, ExitReason.KILL));
    assertThat(get(shell.send(watched, "hi"))).isEqualTo(Refusal.noProcess(watched));
    get(shell.send(pid, "last"));
    get(shell.send(pid, "go"));
    assertThat(observer.next()).isEqualTo("DOWN " + pid + " skipped, then last");
  }

  @Test
  void letsAHandlerOfADownEndItsMonitor() throws Exception {
    Pid watched = spawn("greet", "");
    Pid pid =
        spawn(
            self -> {
              long monitor = self.monitor(watched);
              return Next.receive(
                  on(
                      "go",
                      () ->
                          Next.receive(
                              received -> {
                                if (received instanceof Received.Down) {
                                  self.demonitor(monitor);
                                  return Next.receive(FailingTest::saidLast);
                                }
                                return Next.skip();
                              })));
            });
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.send(pid, "skipped"));
    get(shell.exit(watched, ExitReason.KILL));
    assertThat(get(shell.send(watched, "hi"))).isEqualTo(Refusal.noProcess(watched));
    get(shell.send(pid, "last"));
    get(shell.send(pid, "go"));
    assertThat(observer.next()).isEqualTo("DOWN " + pid + " skipped, then last");
  }

  private static Next<None> saidLast(Received first) {
    String text = ((Received.Message) first).text();
    return Next.receive(
        second -> Next.exit(ExitReason.of(text + ", then " + ((Received.Message) second).text())));
  }

  @Test
  void endsAProcessWhoseStepReturnsNoNextStep() throws Exception {
    String reason = "a step must say what to do next; only the handler of a message may skip";
    Map<String, Function<Self, Next<None>>> wrong =
        Map.of(
            "first", self -> null,
            "skip", self -> nothing().after(Duration.ofMillis(1), Next::skip),
            "kept message", self -> Next.receive(on("go", () -> Next.receive(r -> null))),
            "message", self -> Next.receive(r -> null),
            "zero timeout",
                self -> Next.receive(on("go", () -> nothing().after(Duration.ZERO, () -> null))),
            "timeout", self -> nothing().after(Duration.ofMillis(1), () -> null));
    for (Map.Entry<String, Function<Self, Next<None>>> each : wrong.entrySet()) {
      Pid pid = spawn(when("begin", each.getValue()));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "begin"));
      get(shell.send(pid, "kept"));
      get(shell.send(pid, "go"));

      assertThat(observer.next()).as(each.getKey()).isEqualTo("DOWN " + pid + " " + reason);
    }
  }

  @Test
  void endsAProcessThatUsesNullAsAPid() throws Exception {
    List<Consumer<Self>> wrong =
        List.of(
            self -> self.link(null),
            self -> self.unlink(null),
            self -> self.monitor(null),
            self -> self.send(null, "hi"),
            self -> self.exit(null, ExitReason.KILL),
            self -> self.exit(shell.pid(), null),
            self -> self.spawn(null, Call.typed("greet", "")));
    for (Consumer<Self> step : wrong) {
      Pid pid =
          spawn(
              self ->
                  Next.receive(
                      received -> {
                        step.accept(self);
                        return Next.done();
                      }));
      Observer observer = observe(self -> self.monitor(pid));
      get(shell.send(pid, "go"));

      assertThat(observer.next()).isEqualTo("DOWN " + pid + " java.lang.NullPointerException");
    }
    assertThat(spawn("greet", "")).isNotNull(); // The node still spawns.
  }

  @Test
  void endsAProcessEvenIfTheAwaitedWorkCannotBeStopped() throws Exception {
    Pid pid =
        spawn(
            self ->
                Next.<None, None>await(
                    resume ->
                        () -> {
                          throw new IllegalStateException("stuck");
                        },
                    Next::done));
    Observer observer = observe(self -> self.monitor(pid));
    get(shell.exit(pid, ExitReason.of("no paper")));

    assertThat(observer.next()).isEqualTo("DOWN " + pid + " no paper");
    assertThat(get(shell.send(pid, "hi"))).isEqualTo(Refusal.noProcess(pid));
  }

  private static Next.Receive<None> nothing() {
    return Next.receive(received -> Next.skip());
  }

  private static Error recursion() {
    return new StackOverflowError("x/Y");
  }
}
