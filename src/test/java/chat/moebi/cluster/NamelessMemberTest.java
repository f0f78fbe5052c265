package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import chat.moebi.cluster.View.Status;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A member joins whose name this version cannot read, for example one of a later version. */
@Timeout(90)
@StartsActorSystem
class NamelessMemberTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path temporary;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> log =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLoggerName().equals(NamelessMembers.class.getName())
              && event.getLevel() == Level.WARN) {
            warnings.add(event.getFormattedMessage());
          } else if (event.getFormattedMessage().contains("saw failure")) {
            failures.add(event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void readTheLog() {
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @AfterEach
  void readTheLogNoMore() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
  }

  @Test
  void aMemberWhoseRoleIsNoNameHarmsNobodyWhetherItLivesOrDies() throws Exception {
    Registry registry = Registry.at(temporary.resolve("chat"));
    try (Node kate = start("kate", registry);
        Node alex = start("alex", registry)) {
      ActorSystem<Void> other = ActorSystem.create(Behaviors.empty(), PeerAddress.SYSTEM, setup());
      Connections.cutAtTheEndOf(other, Duration.ofMillis(600));
      Address address = Cluster.get(other).selfMember().address();
      Cluster.get(other).manager().tell(Join.create(addressOf(kate)));
      await(kate, () -> assertThat(addresses(kate)).contains(address));
      await(alex, () -> assertThat(addresses(alex)).contains(address));
      assertThatTheyReachEachOther(kate, alex);

      other.terminate(); // Without leaving: it is dead to the others.
      other.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);

      await(kate, () -> assertThat(addresses(kate)).hasSize(2).doesNotContain(address));
      await(alex, () -> assertThat(addresses(alex)).hasSize(2).doesNotContain(address));
      assertThatTheyReachEachOther(kate, alex);
    }
    assertThat(failures).isEmpty();
    assertThat(warnings)
        .hasSize(2) // One of each node.
        .allMatch(line -> line.contains("\"bad name!\" is not a node name"));
  }

  private static Node start(String name, Registry registry) {
    return Node.start(
        Settings.from(
            ConfigFactory.parseString("chat.name = " + name)
                .withFallback(ConfigFactory.parseString("chat.cluster.forget-after = 2 s"))
                .withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS),
        registry,
        Guardians.bare(),
        new Node.Listener() {});
  }

  private static void assertThatTheyReachEachOther(Node kate, Node alex) {
    assertThat(alex.view().nodes().get(kate.name()).status()).isEqualTo(Status.UP);
    assertThat(kate.view().nodes().get(alex.name()).status()).isEqualTo(Status.UP);
  }

  private static Address addressOf(Node node) {
    return Cluster.get(node.system()).selfMember().address();
  }

  private static List<Address> addresses(Node node) {
    return StreamSupport.stream(
            Cluster.get(node.system()).state().getMembers().spliterator(), false)
        .map(Member::address)
        .toList();
  }

  private static void await(Node node, Runnable assertion) {
    TestProbe.create(node.system())
        .awaitAssert(
            LIMIT,
            () -> {
              assertion.run();
              return null;
            });
  }

  private static ActorSystemSetup setup() {
    return StrangerSetup.with(
        """
        akka.cluster.roles = ["node:bad name!"]
        akka.coordinated-shutdown.phases {
          cluster-leave.enabled = off
          cluster-exiting.enabled = off
          cluster-exiting-done.enabled = off
        }
        """);
  }
}
