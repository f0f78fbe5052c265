package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.AddressFromURIString;
import akka.actor.BootstrapSetup;
import akka.actor.Deploy;
import akka.actor.Props;
import akka.actor.setup.ActorSystemSetup;
import akka.remote.RemoteScope;
import akka.testkit.javadsl.TestKit;
import akka.util.ByteString;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import chat.moebi.cluster.View;
import chat.moebi.cookie.CookieEngines;
import chat.moebi.testing.StartsActorSystem;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Sends unknown messages to a node from a program that has the node's cookie, such as a node of a
 * later version. Each message is dropped, and the next one is handled.
 */
@StartsActorSystem
class ForeignMessagesTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** A message that a later version may send. */
  public record FromTheFuture(String text) {}

  /** An object that only Java serialization can carry. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger READ = new AtomicInteger();

    private Object readResolve() {
      READ.incrementAndGet();
      return this;
    }
  }

  /** An actor that no other node may start here. */
  public static final class Intruder extends AbstractActor {
    static final AtomicInteger STARTED = new AtomicInteger();

    /** Records that an instance was created. */
    public Intruder() {
      STARTED.incrementAndGet();
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().build();
    }
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }
  }

  @TempDir Path registry;

  private final Queue<String> shown = new ConcurrentLinkedQueue<>();
  private final Lines log = new Lines();
  private Chat kate;
  private ActorSystem stranger;
  private TestKit kit;

  @BeforeEach
  void start() {
    kate = TestChats.inCluster("kate", registry, (from, text) -> shown.add(from + ": " + text));
    stranger =
        ActorSystem.create(
            "chat",
            ActorSystemSetup.create(
                BootstrapSetup.create(
                    ConfigFactory.parseString(
                            """
                            akka.actor.provider = remote
                            akka.remote.artery.canonical { hostname = localhost, port = 0 }
                            akka.remote.use-unsafe-remote-features-outside-cluster = on
                            akka.actor.allow-java-serialization = on
                            akka.actor.warn-about-java-serializer-usage = off
                            akka.actor.serialization-bindings {
                              "chat.moebi.chat.ForeignMessagesTest$FromTheFuture" = jackson-cbor
                            }
                            """)
                        .withFallback(ConfigFactory.load())),
                CookieEngines.setup(TestCookie.CREDENTIALS)));
    kit = new TestKit(stranger);
    root().addAppender(log);
    log.start();
  }

  @AfterEach
  void end() {
    root().detachAppender(log);
    TestKit.shutdownActorSystem(stranger);
    kate.close();
  }

  @Test
  void unknownMessagesAreDroppedAndTheNodeContinues() {
    View before = kate.view();
    for (String actor : new String[] {"membership", "joining", "merging", "chat", "sender"}) {
      ActorRef ref = find(actor);
      ref.tell("a text", kit.getRef());
      ref.tell(42L, kit.getRef());
      ref.tell(ByteString.fromString("bytes"), kit.getRef());
      ref.tell(new FromTheFuture("hi"), kit.getRef());
      ref.tell(new Gadget(), kit.getRef());
    }
    awaitLog("FromTheFuture");
    awaitLog("attempted to use Java Serialization");

    try (Chat alex = TestChats.inCluster("alex", registry, (from, text) -> {})) {
      assertThat(alex.send("kate", "hi").toCompletableFuture().join())
          .isInstanceOf(SendResult.Completed.class);
      assertThat(shown).containsExactly("alex@localhost: hi");
    }
    assertThat(Gadget.READ).hasValue(0);
    assertThat(kate.view().nodes()).containsAllEntriesOf(before.nodes());
    assertThat(log.lines).noneMatch(line -> line.contains("saw failure"));
  }

  @Test
  void noActorIsStartedRemotely() {
    Deploy onKate =
        new Deploy(
            new RemoteScope(
                AddressFromURIString.parse(kate.view().nodes().get(kate.name()).address())));
    stranger.actorOf(Props.create(Intruder.class).withDeploy(onKate), "intruder");
    awaitLog("not allow-listed");
    assertThat(Intruder.STARTED).hasValue(0);
  }

  private ActorRef find(String actor) {
    String address = kate.view().nodes().get(kate.name()).address();
    return stranger
        .actorSelection(address + "/user/" + actor)
        .resolveOne(SOON)
        .toCompletableFuture()
        .join();
  }

  private void awaitLog(String... parts) {
    kit.awaitAssert(
        SOON,
        () -> {
          assertThat(log.lines).anyMatch(line -> Stream.of(parts).allMatch(line::contains));
          return null;
        });
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
