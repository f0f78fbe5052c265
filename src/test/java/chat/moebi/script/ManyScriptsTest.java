package chat.moebi.script;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.typed.Cluster;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import chat.moebi.name.ContactPoint;
import chat.moebi.node.Guardians;
import chat.moebi.node.Node;
import chat.moebi.node.Settings;
import chat.moebi.registry.Registry;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Has scripts of other hosts use a node, one after the other. */
@Timeout(600)
@StartsActorSystem
class ManyScriptsTest {

  private static final boolean IN_FULL = Boolean.getBoolean("chat.test.full");
  private static final int SCRIPTS = IN_FULL ? 500 : 10;

  /** How long Akka keeps what belongs to a node that has gone: 30 s, as the product has it. */
  private static final Duration KEPT =
      IN_FULL
          ? ConfigFactory.load()
              .getDuration("akka.remote.artery.advanced.remove-quarantined-association-after")
          : Duration.ofSeconds(2);

  @TempDir private Path temporary;

  @Test
  void scriptsThatHaveEndedLeaveNoConnectionsAndNothingInMemory() throws Exception {
    try (Node kate = start()) {
      String contact = contactOf(kate);
      long before = openFiles();
      for (int i = 0; i < SCRIPTS; i++) {
        BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
        try (RemoteConnection script =
            new RemoteConnection(
                ContactPoint.parse(contact), TestCookie.CREDENTIALS, responses::add)) {
          script.send(new Request.Ping());
          assertThat(responses.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
      }

      TestProbe.create(kate.system())
          .awaitAssert(
              KEPT.plusSeconds(30),
              () -> {
                assertThat(addressesHeldBy(kate.system())).isZero();
                assertThat(openFiles()).isLessThan(before + 10);
                return null;
              });
    }
  }

  private Node start() {
    return Node.start(
        Settings.from(
            ConfigFactory.parseString(
                    """
                    chat.name = kate
                    akka.remote.artery.advanced.remove-quarantined-association-after = %d s
                    """
                        .formatted(KEPT.toSeconds()))
                .withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS),
        Registry.at(temporary.resolve("chat")),
        Guardians.with(
            (context, view) ->
                context.spawn(
                    RemoteScripts.create(new CompletableFuture<>(), 64), RemoteScripts.ACTOR)),
        new Node.Listener() {});
  }

  private static String contactOf(Node node) {
    return "localhost:" + Cluster.get(node.system()).selfMember().address().getPort().orElseThrow();
  }

  /** How many addresses Akka's remoting keeps streams and queues for. */
  private static int addressesHeldBy(ActorSystem<?> system) {
    RemoteActorRefProvider provider =
        (RemoteActorRefProvider) ((ExtendedActorSystem) Adapter.toClassic(system)).provider();
    return ((ArteryTransport) provider.transport()).remoteAddresses().size();
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
