package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisionTest {

  @TempDir private Path temporary;

  private final AtomicInteger starts = new AtomicInteger();

  @Test
  void anActorThatFailsAtEachStartIsRestartedAFewTimesAndThenTheActorSystemEnds() throws Exception {
    ActorSystem<Void> system = bare(context -> Supervision.restarting(context, failing(), "actor"));

    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(starts).hasValue(1 + Supervision.MAX_RESTARTS);
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
      for (int i = 0; i < 2_000; i++) { // More than Akka would keep unless told to.
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
  void aNodeStartsAFreshActorSystemWhenAnActorFailsTooOften() throws Exception {
    AtomicInteger systems = new AtomicInteger();
    CompletableFuture<View> back = new CompletableFuture<>();
    try (Node kate =
        Node.start(
            Settings.from(
                ConfigFactory.parseString("chat.name = kate").withFallback(ConfigFactory.load()),
                TestCookie.CREDENTIALS),
            Registry.at(temporary.resolve("chat")),
            (context, view) -> {
              if (systems.incrementAndGet() == 1) {
                Supervision.restarting(context, failing(), "actor");
              }
            },
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
      assertThat(starts).hasValue(1 + Supervision.MAX_RESTARTS);
      assertThat(systems).hasValue(2);
    }
  }

  private Behavior<String> failing() {
    return Behaviors.setup(
        context -> {
          starts.incrementAndGet();
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
