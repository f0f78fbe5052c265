package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.node.Settings;
import chat.moebi.otp.Otp;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@StartsActorSystem
class AnnexTest {

  @TempDir private Path registry;

  private final BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();

  @Test
  void startsBeforeTheNodeJoinsOthers() {
    Recorder annex = new Recorder();
    try (Chat alex = start(annex)) {
      assertThat(annex.starts).hasSize(1);
      assertThat(annex.starts.element().node()).isEqualTo(alex.name());
      assertThat(annex.ends).isEmpty();
    }
    assertThat(annex.ends).hasSize(1);
  }

  @Test
  void isAddedOnceToARunningChat() {
    try (Chat alex = start()) {
      Recorder annex = alex.annex(Recorder.class, settings -> new Recorder());

      assertThat(annex.starts).hasSize(1);
      assertThat(alex.annex(Recorder.class, settings -> new Recorder())).isSameAs(annex);
      assertThat(annex.starts).hasSize(1);
    }
  }

  @Test
  void learnsOfTheEndOfAnActorSystemAndStartsInTheNext() throws Exception {
    Recorder annex = new Recorder();
    try (Chat alex = start(annex)) {
      long first = annex.starts.take().incarnation();

      alex.system().terminate();

      assertThat(annex.ends.take()).isTrue();
      assertThat(annex.starts.take().incarnation()).isNotEqualTo(first);
      awaitRejoin();
    }
  }

  @Test
  void givesTheNodeANewActorSystemWhenItStops() throws Exception {
    Recorder annex = new Recorder();
    try (Chat alex = start(annex)) {
      annex.starts.take();

      annex.fail.complete(null);

      assertThat(annex.ends.take()).isTrue();
      annex.starts.take();
      awaitRejoin();
      assertThat(alex.send("alex", "hi").toCompletableFuture().join())
          .isEqualTo(new SendResult.Completed(alex.name()));
    }
  }

  @Test
  void cannotBeAddedToAClosedChat() {
    Chat alex = start();
    alex.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> alex.annex(Recorder.class, settings -> new Recorder()))
        .withMessage("the node was closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my annex", "$own", "annexes/mine"})
  void cannotHaveAnInvalidActorName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(new Recorder(name)))
        .withMessage("no actor can be called \"" + name + "\"; give the annex another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "sender", "membership", "joining", "merging"})
  void cannotHaveTheNameOfAnActorOfTheChat(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(new Recorder(name)))
        .withMessage("the chat has an actor called \"" + name + "\"; give the annex another name");
  }

  @Test
  void cannotHaveTheNameOfAnotherAnnex() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(new Recorder(), new Recorder()))
        .withMessage("the chat has an actor called \"recorder\"; give the annex another name");
  }

  @Test
  void isRefusedByARunningChatIfItsNameIsBad() {
    try (Chat alex = start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> alex.annex(Recorder.class, settings -> new Recorder("chat")))
          .withMessage("the chat has an actor called \"chat\"; give the annex another name");

      assertThat(alex.annex(Recorder.class, settings -> new Recorder()).starts).hasSize(1);
      assertThat(connections).isEmpty();
    }
  }

  @Test
  void doesNotKeepOthersFromLearningOfTheEndWhenItFails() {
    Annex<String> failing =
        new Recorder("failing") {
          @Override
          public void systemEnded() {
            throw new IllegalStateException("it fails");
          }
        };
    Recorder other = new Recorder();
    start(failing, other).close();

    assertThat(other.ends).hasSize(1);
  }

  @Test
  void forProcessesEndsOldProcessesAndWorksAgainAfterARejoin() throws Exception {
    try (Chat alex = start()) {
      ShellProcess former = Otp.of(alex).process();
      Pid pid = former.pid();

      alex.system().terminate();
      awaitRejoin();

      assertThat(former.list(alex.name()).toCompletableFuture().get()).isEmpty();
      ShellProcess next = Otp.of(alex).process();
      assertThat(next.pid()).isNotEqualTo(pid);
      assertThat(next.list(alex.name()).toCompletableFuture().get().orElseThrow()).hasSize(1);
    }
  }

  private Chat start(Annex<?>... annexes) {
    return Chat.start(
        Settings.named("alex", TestCookie.CREDENTIALS),
        Registry.at(registry),
        (from, text) -> {},
        new ChatListener() {
          @Override
          public void connected(boolean isConnected) {
            connections.add(isConnected);
          }
        },
        annexes);
  }

  private void awaitRejoin() throws InterruptedException {
    assertThat(connections.poll(30, TimeUnit.SECONDS)).isFalse();
    assertThat(connections.poll(30, TimeUnit.SECONDS)).isTrue();
  }

  private static class Recorder implements Annex<String> {
    final BlockingQueue<Environment> starts = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();

    private final String name;

    Recorder() {
      this("recorder");
    }

    Recorder(String name) {
      this.name = name;
    }

    /** The first actor fails when this completes. */
    final CompletableFuture<String> fail = new CompletableFuture<>();

    @Override
    public String name() {
      return name;
    }

    @Override
    public SupervisorStrategy strategy() {
      return SupervisorStrategy.stop();
    }

    @Override
    public Behavior<String> start(ActorContext<String> context, Environment environment) {
      if (!fail.isDone()) {
        context.pipeToSelf(fail, (done, failure) -> "fail");
      }
      starts.add(environment);
      return Behaviors.receiveMessage(
          message -> {
            throw new IllegalStateException("it was told to");
          });
    }

    @Override
    public void systemEnded() {
      ends.add(true);
    }
  }
}
