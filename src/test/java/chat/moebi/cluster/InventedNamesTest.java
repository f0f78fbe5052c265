package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.MembershipProtocol.Hello;
import chat.moebi.name.NodeName;
import chat.moebi.node.Connections;
import chat.moebi.node.Guardians;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stranger sends thousands of hellos under names that no node has. */
@Timeout(90)
@StartsActorSystem
class InventedNamesTest {

  private static final int NAMES = 2_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** An invented name is known for 10 s; a busy machine may take longer to forget it. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(30);

  @TempDir private Path temporary;

  private final List<Presence> told = new ArrayList<>();

  @Test
  void inventedNamesAreBoundedAndAnnouncedToNobody() throws Exception {
    try (Node kate = start()) {
      ActorSystem<Void> stranger =
          ActorSystem.create(Behaviors.empty(), PeerAddress.SYSTEM, StrangerSetup.with(""));
      Connections.cutAtTheEndOf(stranger, Duration.ofMillis(600));
      try {
        TestProbe<MembershipProtocol.Command> greeter = TestProbe.create(stranger);
        ActorRef<MembershipProtocol.Command> directory =
            ActorRefResolver.get(stranger)
                .resolveActorRef(
                    kate.view().nodes().get(kate.name()).address() + "/user/" + Membership.ACTOR);
        for (int i = 1; i <= NAMES; i++) {
          directory.tell(
              new Hello(
                  NodeName.parse("n" + i + "@localhost"), i, 0, 0, greeter.getRef(), List.of()));
        }

        awaitThat(kate, SOON, () -> assertThat(kate.view().nodes()).hasSize(1 + 128));
        awaitThat(
            kate, FORGOTTEN, () -> assertThat(kate.view().nodes()).containsOnlyKeys(kate.name()));
        synchronized (told) {
          assertThat(told).isEmpty();
        }
      } finally {
        stranger.terminate();
        stranger.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
    }
  }

  private Node start() {
    return Node.start(
        Settings.from(
            ConfigFactory.parseString("chat.name = kate").withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS),
        Registry.at(temporary.resolve("chat")),
        Guardians.bare(),
        new Node.Listener() {
          @Override
          public void presence(Presence presence) {
            synchronized (told) {
              told.add(presence);
            }
          }
        });
  }

  private static void awaitThat(Node node, Duration limit, Runnable assertion) {
    TestProbe.create(node.system())
        .awaitAssert(
            limit,
            () -> {
              assertion.run();
              return null;
            });
  }
}
