package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.View;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@StartsActorSystem
class SupervisionTest {

  @TempDir private Path temporary;

  private final List<Long> starts = new CopyOnWriteArrayList<>();

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anActorThatFailsAtEachStartIsRestartedFiveTimesWithGrowingPausesAndThenTheActorSystemEnds()
      throws Exception {
    ActorSystem<Void> system = bare(context -> Supervision.restarting(context, failing(), "actor"));

    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);

    List<Duration> pauses = assertThatPausesGrow(starts, 100, 200, 400, 800, 1_600);
    assertThat(pauses.get(0)).as("the first pause").isLessThan(pauses.get(4));
  }

  @Test
  void anActorThatFailsOnceGoesOnWithWhatWasSentToItMeanwhile() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    CompletableFuture<ActorRef<String>> actor = new CompletableFuture<>();
    ActorSystem<Void> system =
        bare(
            context -> {
              actor.complete(Supervision.restarting(context, receiving(received), "actor"));
              return actor.join();
            });
    try {
      actor.join().tell("fail");
      for (int i = 0; i < 2_000; i++) { // More than Akka's default stash holds.
        actor.join().tell("" + i);
      }

      for (int i = 0; i < 2_000; i++) {
        assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("" + i);
      }
    } finally {
      system.terminate();
    }
  }

  @Test
  void anActorThatResumesFailsAtAsManyMessagesAsThereAre() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    CompletableFuture<ActorRef<String>> actor = new CompletableFuture<>();
    ActorSystem<Void> system =
        bare(
            context -> {
              actor.complete(Supervision.resuming(context, receiving(received), "actor"));
              return actor.join();
            });
    try {
      for (int i = 0; i < 100; i++) {
        actor.join().tell("fail");
      }
      actor.join().tell("well");

      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("well");
    } finally {
      system.terminate();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeStartsAFreshActorSystemWithGrowingPausesWhenAnActorFailsTooOften() throws Exception {
    List<Long> systems = new CopyOnWriteArrayList<>();
    CompletableFuture<View> back = new CompletableFuture<>();
    try (Node kate =
        Node.start(
            Settings.from(
                ConfigFactory.parseString("chat.name = kate").withFallback(ConfigFactory.load()),
                TestCookie.CREDENTIALS),
            Registry.at(temporary.resolve("chat")),
            Guardians.with(
                (context, view) -> {
                  systems.add(System.nanoTime());
                  if (systems.size() == 1) {
                    Supervision.restarting(context, failing(), "actor");
                  } else if (systems.size() < 4) {
                    context.getSystem().terminate();
                  }
                }),
            new Node.Listener() {
              private boolean isLost;

              @Override
              public void lost() {
                isLost = true;
              }

              @Override
              public void ready(View view) {
                if (isLost) {
                  back.complete(view);
                }
              }
            })) {
      View view = back.get(40, TimeUnit.SECONDS);

      assertThat(view.nodes()).containsOnlyKeys(kate.name());
      assertThat(starts).hasSize(6);
      List<Duration> pauses = assertThatPausesGrow(systems, 500, 1_000, 2_000);
      // The first pause includes the restarts of the actor.
      assertThat(pauses.get(1)).as("the second pause").isLessThan(pauses.get(2));
    }
  }

  /** Checks that one start follows another after at least so many milliseconds; returns pauses. */
  private static List<Duration> assertThatPausesGrow(List<Long> starts, long... least) {
    assertThat(starts).hasSize(1 + least.length);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < least.length; i++) {
      pauses.add(Duration.ofNanos(starts.get(i + 1) - starts.get(i)));
      assertThat(pauses.get(i))
          .as("pause %d", i + 1)
          .isGreaterThanOrEqualTo(Duration.ofMillis(least[i]));
    }
    return pauses;
  }

  private Behavior<String> failing() {
    return Behaviors.setup(
        context -> {
          starts.add(System.nanoTime());
          throw new IllegalStateException("it fails at each start");
        });
  }

  private static Behavior<String> receiving(BlockingQueue<String> received) {
    return Behaviors.receiveMessage(
        text -> {
          if (text.equals("fail")) {
            throw new IllegalStateException("it was told to");
          }
          received.add(text);
          return Behaviors.same();
        });
  }

  private static ActorSystem<Void> bare(Function<ActorContext<Void>, ActorRef<String>> spawn) {
    Behavior<Void> guardian =
        Behaviors.setup(
            context -> {
              spawn.apply(context);
              return Behaviors.empty();
            });
    return ActorSystem.create(guardian, "supervision", ConfigFactory.defaultReference());
  }
}
