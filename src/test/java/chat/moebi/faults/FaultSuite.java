package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.remote.testconductor.RoleName;
import akka.testkit.javadsl.TestKit;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.multinode.MultiNodeRun;
import chat.moebi.multinode.MultiNodeSuite;
import chat.moebi.name.NodeName;
import chat.moebi.testing.FreePorts;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Gives a spec nodes of the chat, and the assertions that several specs share. */
@SuppressWarnings("serial") // as in MultiNodeSuite
public abstract class FaultSuite extends MultiNodeSuite {

  private static final String DIRECTORY = "chat.test.directory";

  /** How long to wait for an event that must happen, but for which no time is promised. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The time within which a sender has its result. */
  static final Duration PROMISED = Duration.ofSeconds(5);

  /**
   * The time within which an unreachable node is shown as unreachable: the promised 5 s, and a
   * margin for a busy machine.
   */
  static final Duration NOTICED = Duration.ofSeconds(6);

  /** The time within which clusters that formed apart merge. */
  static final Duration MERGED = Duration.ofSeconds(30);

  /** The margin for a busy machine on a promised time. */
  private static final Duration SLACK = Duration.ofMillis(1500);

  /**
   * Longer than an immediate answer takes on the busiest machine, shorter than the send timeout.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  private static final Duration LIMIT = Duration.ofSeconds(240);

  /**
   * Runs a spec on JVMs that share a directory.
   *
   * @param doomed the roles whose JVMs are killed during the run
   */
  static void run(
      Class<? extends FaultSuite> suite, Path directory, int scenarios, String... doomed)
      throws InterruptedException {
    MultiNodeRun.run(
        suite, Map.of(DIRECTORY, directory.toString()), scenarios, LIMIT, Set.of(doomed));
  }

  /** Starts the ActorSystem that the barriers go through; it is no node of the chat. */
  @Override
  protected final ActorSystem createSystem(Config config) {
    Config apart =
        ConfigFactory.parseString(
            """
            akka.actor.provider = remote
            akka.remote.artery.transport = tcp
            """);
    return super.createSystem(apart.withFallback(config));
  }

  /** Gives slow roles time to reach a barrier. */
  @Override
  protected final Config config() {
    return ConfigFactory.parseString("akka.testconductor.barrier-timeout = 90 s")
        .withFallback(super.config());
  }

  /** Returns a path in the directory that the roles share. */
  static Path shared(String name) {
    return Path.of(System.getProperty(DIRECTORY)).resolve(name);
  }

  /** Writes a word to a file for the other roles. */
  static void write(String name, String word) {
    try {
      Files.writeString(shared(name), word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a word that another role has written. */
  static String read(String name) {
    try {
      return Files.readString(shared(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a port that no process listens on now. */
  static int freePort() {
    try {
      return FreePorts.find(1)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the assertion passes. */
  final void eventually(Duration limit, Runnable assertion) {
    new TestKit(system())
        .awaitAssert(
            limit,
            () -> {
              assertion.run();
              return null;
            });
  }

  /** Runs the body on each of some roles. */
  final void runOnAll(Runnable body, RoleName... roles) {
    for (RoleName role : roles) {
      runOn(role, body);
    }
  }

  /** Waits until exactly these nodes can be reached. */
  final void awaitReachable(Duration limit, RecordedNode node, String... names) {
    eventually(limit, () -> assertThat(node.reachable()).containsExactlyInAnyOrder(names));
  }

  /** Waits until a node has reported once that it was cut off, and that it is back. */
  final void awaitRejoined(RecordedNode node) {
    // The others see the node first: it is not ready before all of them have answered it.
    eventually(PATIENCE, () -> assertThat(node.connections()).containsExactly(false, true));
  }

  static void assertShown(RecordedNode node, String to, String text) {
    assertThat(node.send(to, text)).isEqualTo(new Completed(nameOf(to)));
  }

  /** Asserts that a send fails at once with the result that there is no connection. */
  static void assertNoConnectionAtOnce(RecordedNode node, String to) {
    long start = System.nanoTime();
    assertThat(node.send(to, "into the void")).isEqualTo(new NoConnection(nameOf(to)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  /** Asserts that the sender learns in time that the text may not have been shown. */
  static SendResult assertUnconfirmedInTime(RecordedNode node, String to, String text) {
    SendResult result = sendInTime(node, to, text);
    assertThat(result).isInstanceOfAny(NoAnswer.class, NoConnection.class);
    return result;
  }

  /** Sends a text, and asserts that the result is there in time. */
  static SendResult sendInTime(RecordedNode node, String to, String text) {
    long start = System.nanoTime();
    SendResult result = node.send(to, text);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED.plus(SLACK));
    return result;
  }

  static NodeName nameOf(String shortName) {
    return NodeName.parse(shortName + "@localhost");
  }
}
