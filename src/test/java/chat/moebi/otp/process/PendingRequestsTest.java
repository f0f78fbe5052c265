package chat.moebi.otp.process;

import static chat.moebi.otp.process.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a request of a program without an answer, in manual time. */
@StartsActorSystem
class PendingRequestsTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LATE_ANSWER_LIMIT = Duration.ofMinutes(10);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(
                  ConfigFactory.parseString(
                      "akka.actor.provider = local, chat.process.window.messages = 1"))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final Bodies bodies = new Bodies();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  @AfterEach
  void end() {
    mayGoOn.countDown();
    kit.shutdownTestKit();
  }

  @Test
  void keepsItsPlaceInTheWindowWhileALateAnswerMayCome() throws Exception {
    CompletableFuture<ShellProcess> started = new CompletableFuture<>();
    TestRuntimes.start(
        kit,
        ALEX,
        Functions.installed().with(bodies.functions()),
        new Shown(),
        (context, node) -> started.complete(ShellProcess.start(context, node)));
    ShellProcess shell = get(started);
    Pid slow = ((Spawned) get(shell.spawn(ALEX, bodies.call(this::hold)))).pid();
    CompletableFuture<Refusal> first = shell.send(slow, "first").toCompletableFuture();
    assertThat(get(shell.send(slow, "too much"))).isEqualTo(Refusal.busy(ALEX));

    time.timePasses(TIMEOUT);
    assertThat(get(first)).isEqualTo(Refusal.noAnswer(ALEX, TIMEOUT));
    time.timePasses(LATE_ANSWER_LIMIT.minusSeconds(1));
    assertThat(get(shell.send(slow, "too much"))).isEqualTo(Refusal.busy(ALEX));
    time.timePasses(Duration.ofSeconds(1));
    CompletableFuture<Refusal> second = shell.send(slow, "second").toCompletableFuture();
    assertThat(get(shell.send(slow, "too much"))).isEqualTo(Refusal.busy(ALEX));
    assertThat(second).isNotDone();

    mayGoOn.countDown();
    assertThat(get(second)).isNull();
    get(shell.spawn(ALEX, bodies.call(self -> print(self, "the end"))));
    assertThat(shown.poll(20, TimeUnit.SECONDS)).as("not a note").isEqualTo("the end");
  }

  private Next<None> hold(Self self) {
    try {
      mayGoOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Next.receive(any -> Next.skip());
  }

  private static Next<None> print(Self self, String line) {
    self.print(line);
    return Next.done();
  }

  private final class Shown implements Output {
    @Override
    public void show(NodeName from, String text) {}

    @Override
    public void print(NodeName from, String line) {
      shown.add(line);
    }

    @Override
    public void note(String sentence) {
      shown.add(sentence);
    }
  }
}
