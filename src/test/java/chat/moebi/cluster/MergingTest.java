package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import chat.moebi.cluster.MergingProtocol.Meet;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.node.Guardians;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When one of two nodes gives way that seem to be in two clusters. */
@Timeout(60)
@StartsActorSystem
class MergingTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Longer than a difference must last until a node gives way. */
  private static final Duration LONG = Duration.ofMillis(3500);

  @TempDir private Path temporary;

  private final CompletableFuture<ActorSystem<Void>> system = new CompletableFuture<>();
  private final AtomicBoolean alexWasLost = new AtomicBoolean();

  @Test
  void aShortDifferenceMakesNoNodeGiveWay() {
    Registry registry = Registry.at(temporary.resolve("chat"));
    try (Node alex = start("alex", registry);
        Node kate = start("kate", registry)) {
      TestProbe<MergingProtocol.Command> probe = TestProbe.create(system.join());
      probe.awaitAssert(
          LIMIT,
          () -> {
            assertThat(alex.view().nodes().get(kate.name()).status()).isEqualTo(Status.UP);
            return null;
          });
      long ofAlex = self(alex).incarnation();
      long ofKate = self(kate).incarnation();
      ActorRef<MergingProtocol.Command> merging = mergingOf(alex);
      Meet differs = new Meet(kate.name(), ofKate, List.of(ofKate), false, false, probe.ref());
      Meet agrees =
          new Meet(kate.name(), ofKate, List.of(ofAlex, ofKate), false, false, probe.ref());

      long start = System.nanoTime();
      do {
        merging.tell(differs);
        Meet answer = probe.expectMessageClass(Meet.class, LIMIT);
        assertThat(answer.members()).containsExactlyInAnyOrder(ofAlex, ofKate);
        merging.tell(agrees);
        probe.expectNoMessage(Duration.ofMillis(50));
      } while (System.nanoTime() - start < LONG.toNanos());

      assertThat(alexWasLost).isFalse();
      assertThat(alex.view().nodes().get(kate.name()).status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void aNodeGivesWayIfTheOtherHasNotKnownItForAWhile() {
    Registry registry = Registry.at(temporary.resolve("chat"));
    try (Node alex = start("alex", registry);
        Node kate = start("kate", registry)) {
      TestProbe<MergingProtocol.Command> probe = TestProbe.create(system.join());
      long ofKate = self(kate).incarnation();
      ActorRef<MergingProtocol.Command> merging = mergingOf(alex);
      Meet differs = new Meet(kate.name(), ofKate, List.of(ofKate), false, false, probe.ref());
      probe.awaitAssert(
          LIMIT,
          () -> {
            merging.tell(differs);
            assertThat(alexWasLost).isTrue();
            return null;
          });
    }
  }

  @Test
  void aMemberOfBothClustersDecidesWhichListIsOutOfDate() {
    Registry registry = Registry.at(temporary.resolve("chat"));
    try (Node alex = start("alex", registry);
        Node kate = start("kate", registry)) {
      TestProbe<MergingProtocol.Command> sophie = TestProbe.create(system.join());
      long ofAlex = self(alex).incarnation();
      // As of a node that slept while alex removed it and kate joined: it seems to have more
      // members.
      Meet stranger =
          new Meet(
              NodeName.parse("sophie@localhost"),
              1,
              List.of(1L, 2L, ofAlex),
              false,
              false,
              sophie.ref());
      ActorRef<MergingProtocol.Command> merging = mergingOf(kate);

      Meet answer;
      do {
        merging.tell(stranger);
        answer = sophie.expectMessageClass(Meet.class, LIMIT);
      } while (!answer.from().equals(alex.name()));

      assertThat(answer.members()).contains(ofAlex, self(kate).incarnation());
      assertThat(alexWasLost).isFalse();
    }
  }

  private ActorRef<MergingProtocol.Command> mergingOf(Node node) {
    return ActorRefResolver.get(system.join())
        .resolveActorRef(self(node).address() + "/user/" + Merging.ACTOR);
  }

  private static Peer self(Node node) {
    return node.view().nodes().get(node.name());
  }

  private Node start(String name, Registry registry) {
    boolean isAlex = name.equals("alex");
    return Node.start(
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", name)).withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS),
        registry,
        Guardians.with(
            (context, view) -> {
              if (isAlex) {
                system.complete(context.getSystem());
              }
            }),
        new Node.Listener() {
          @Override
          public void lost() {
            alexWasLost.compareAndSet(false, isAlex);
          }
        });
  }
}
