package chat.moebi.multinode;

import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.remote.testconductor.RoleName;
import akka.remote.testkit.MultiNodeConfig;
import akka.remote.testkit.MultiNodeSpec;
import akka.testkit.DeadLettersFilter;
import akka.testkit.EventFilter;
import akka.testkit.TestEvent;
import akka.testkit.WarningFilter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.runner.RunWith;
import org.scalactic.source.Position;
import org.scalatest.Args;
import org.scalatest.Status;
import org.scalatest.funsuite.AnyFunSuite;
import org.scalatestplus.junit.JUnitRunner;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/**
 * Runs the same scenarios on every node of a cluster, one JVM per role, kept in step by barriers.
 *
 * <p>A subclass declares its roles in fields and its scenarios in its public constructor without
 * arguments. Nothing starts before {@link #run}, so {@link MultiNodeRun} can create an instance
 * only to learn the roles. The first role hosts the test conductor.
 *
 * <pre>{@code
 * public final class GreetingMultiNodeSpec extends MultiNodeSuite {
 *   private final RoleName alex = role("alex");
 *   private final RoleName kate = role("kate");
 *
 *   public GreetingMultiNodeSpec() {
 *     scenario("alex greets kate", this::alexGreetsKate);
 *   }
 * }
 * }</pre>
 */
@RunWith(JUnitRunner.class)
@SuppressWarnings("serial") // ScalaTest's Suite is Serializable, for runners that are not used here
public abstract class MultiNodeSuite extends AnyFunSuite {

  /** The exit status of a JVM that was killed. */
  static final int KILLED = 137;

  /** The name of every node's ActorSystem: systems with different names cannot form a cluster. */
  public static final String SYSTEM_NAME = "chat";

  /** The settings that the test kit depends on; they override the node's own configuration. */
  private static final Config REQUIRED =
      ConfigFactory.parseString(
          """
          akka {
            # The multi-node testkit was not published for this patch release of Akka.
            fail-mixed-versions = off

            # Both would log: each line would come twice.
            use-slf4j = off
            loggers = ["akka.testkit.TestEventListener"]
            log-dead-letters = off
            log-dead-letters-during-shutdown = off
            cluster.jmx.enabled = off

            # A node that has left still takes part in barriers and reports its results.
            coordinated-shutdown {
              exit-jvm = off
              terminate-actor-system = off
              run-by-actor-system-terminate = off
              run-by-jvm-shutdown-hook = off
            }
          }
          """);

  /** Shorter waits for a cluster; the node's own configuration overrides them. */
  private static final Config HASTE =
      ConfigFactory.parseString(
          """
          akka.cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 200ms
          }
          """);

  private final MultiNodeConfig declared = new MultiNodeConfig() {};
  private Node node;

  /** Declares a role; the JVMs start in the order of declaration. */
  protected final RoleName role(String name) {
    return declared.role(name);
  }

  /** Lists the declared roles. */
  final List<String> roles() {
    return CollectionConverters.asJava(declared.roles()).stream().map(RoleName::name).toList();
  }

  /**
   * Declares a scenario that every role runs. It ends with a barrier, so that no node shuts down
   * while another node still checks it.
   */
  protected final void scenario(String name, Runnable body) {
    test(
        name,
        seq(List.of()),
        () -> {
          body.run();
          enterBarrier("end of: " + name);
          return BoxedUnit.UNIT;
        },
        Position.apply(getClass().getSimpleName() + ".java", getClass().getName(), 0));
  }

  /** Runs the body if this JVM has the given role. */
  protected final void runOn(RoleName role, Runnable body) {
    if (node().myself().equals(role)) {
      body.run();
    }
  }

  /** Returns the name of the role that this JVM plays; available before there is a node. */
  protected final String ownRole() {
    return roles().get(MultiNodeSpec.selfIndex());
  }

  /** Waits until every node still in the test has reached this barrier. */
  protected final void enterBarrier(String name) {
    node().enterBarrier(seq(List.of(name)));
  }

  /**
   * Kills another role's JVM without any shutdown; called on the first role only. The test must
   * expect the kill, see {@link MultiNodeRun}.
   */
  protected final void kill(RoleName victim) {
    FutureConverters.asJava(node().testConductor().exit(victim, KILLED))
        .toCompletableFuture()
        .join();
  }

  /** Returns this node's ActorSystem. */
  protected final ActorSystem system() {
    return node().system();
  }

  /** Asks the conductor for the address of the node that has the given role. */
  protected final Address addressOf(RoleName role) {
    return node().node(role).address();
  }

  /**
   * Returns the node's own configuration, without the libraries' defaults: {@code application.conf}
   * unless overridden. The test kit sets host and port, logging and coordinated shutdown.
   */
  protected Config config() {
    return ConfigFactory.defaultApplication();
  }

  /** Starts this node's ActorSystem with exactly the given configuration. */
  protected ActorSystem createSystem(Config config) {
    return ActorSystem.create(SYSTEM_NAME, config);
  }

  /**
   * Starts this role's node, runs the scenarios on it, and stops it after all others have ended.
   */
  @Override
  public final Status run(Option<String> testName, Args args) {
    declared.commonConfig(
        REQUIRED.withFallback(loopback()).withFallback(config()).withFallback(HASTE));
    node = new Node(declared, this);
    node.muteEndOfPeers();
    node.multiNodeSpecBeforeAll();
    try {
      return super.run(testName, args);
    } finally {
      node.multiNodeSpecAfterAll();
    }
  }

  private Node node() {
    if (node == null) {
      throw new IllegalStateException("the node exists only while a scenario runs");
    }
    return node;
  }

  /** Overrides any host, port or bind address of the node's own configuration. */
  private static Config loopback() {
    return ConfigFactory.parseString(
        """
        akka.remote.artery {
          canonical { hostname = "%s", port = %d }
          bind { hostname = "", port = "" }
        }
        """
            .formatted(MultiNodeSpec.selfName(), MultiNodeSpec.selfPort()));
  }

  /** Converts a list to the type of Scala's varargs. */
  private static <T> Seq<T> seq(List<T> items) {
    return CollectionConverters.asScala(items).toSeq();
  }

  /**
   * Connects this JVM to the conductor; a separate class, because the kit's class is no ScalaTest
   * suite.
   */
  private static final class Node extends MultiNodeSpec {

    Node(MultiNodeConfig declared, MultiNodeSuite suite) {
      super(declared, suite::createSystem);
    }

    /** Called by the super constructor, so it must not read a field. */
    @Override
    public int initialParticipants() {
      return MultiNodeSpec.maxNodes();
    }

    /** Mutes the log messages about stopping peers, which would hide a real failure. */
    void muteEndOfPeers() {
      List<EventFilter> filters =
          List.of(
              new DeadLettersFilter(Object.class, Integer.MAX_VALUE),
              new WarningFilter(
                  null, "The connection has been aborted", true, false, Integer.MAX_VALUE));
      system().eventStream().publish(new TestEvent.Mute(filters));
    }
  }
}
