package chat.moebi.node;

import akka.Done;
import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import chat.moebi.cookie.CookieEngines;
import chat.moebi.node.Joining.Started;
import chat.moebi.node.NodeException.Reason;
import chat.moebi.node.Registry.Claim;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a named node: takes the name, starts an ActorSystem, forms or joins the cluster of the
 * user's nodes on this host, and leaves it.
 *
 * <p>What runs on the node is not its business: that is the guardian's. Thread-safe.
 */
public final class Node implements AutoCloseable {

  /** Starts what runs on a node, each time an ActorSystem is started for it. */
  @FunctionalInterface
  public interface Guardian {
    /**
     * Starts the actors that stand beside the directory under the user guardian.
     *
     * @param view always returns the newest view of the nodes, from any thread
     */
    void start(ActorContext<Void> context, Supplier<View> view);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** How much later than its limit the answer to a start is given up. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** The ActorSystem's name, the same on every node: it is a part of each address. */
  private static final String SYSTEM = "chat";

  private final Settings settings;
  private final Registry registry;
  private final Claim claim;
  private final AtomicReference<View> view;
  private final ActorSystem<Void> system;
  private final ActorRef<Joining.Command> joining;

  /**
   * Starts a node and returns when it is ready: every reachable member has answered its hello, so
   * each can send to it, and it to each.
   *
   * @param presence is told what happens to other nodes from then on, in an actor's thread
   * @param notes is told, in words, what the user should know besides, in an actor's thread
   * @param started is given the node before it joins others, so that it can be closed meanwhile
   * @throws NodeException with a sentence for the user
   */
  public static Node start(
      Settings settings,
      Registry registry,
      Guardian guardian,
      Consumer<Presence> presence,
      Consumer<String> notes,
      Consumer<Node> started) {
    Claim claim = registry.claim(settings.name(), settings.credentials().fingerprints());
    Node node;
    try {
      new Contacts(settings, registry).check();
      node = new Node(settings, registry, claim, guardian, presence, notes);
    } catch (RuntimeException | ExecutionException | InterruptedException e) {
      claim.close();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw cannotListen(settings, e);
    }
    try {
      started.accept(node);
      node.join();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private Node(
      Settings settings,
      Registry registry,
      Claim claim,
      Guardian guardian,
      Consumer<Presence> presence,
      Consumer<String> notes)
      throws ExecutionException, InterruptedException {
    this.settings = settings;
    this.registry = registry;
    this.claim = claim;
    this.view =
        new AtomicReference<>(
            new View(settings.name(), Collections.unmodifiableSortedMap(new TreeMap<>())));
    CompletableFuture<ActorRef<Joining.Command>> started = new CompletableFuture<>();
    Behavior<Void> root =
        Behaviors.setup(
            context -> {
              guardian.start(context, view::get);
              ActorRef<Directory.Command> directory =
                  context.spawn(
                      // What it knows it learns anew from the cluster.
                      Behaviors.supervise(Directory.create(settings, registry, view::set, presence))
                          .onFailure(SupervisorStrategy.restart()),
                      Directory.ACTOR);
              started.complete(
                  context.spawn(
                      Behaviors.supervise(
                              Joining.create(settings, registry, directory, view::get, notes))
                          .onFailure(SupervisorStrategy.restart()),
                      Joining.ACTOR));
              return Behaviors.empty();
            });
    this.system = ActorSystem.create(root, SYSTEM, setup(settings, registry));
    Connections.cutAtTheEndOf(
        system,
        system
            .settings()
            .config()
            .getDuration("akka.remote.artery.advanced.shutdown-flush-timeout"));
    system
        .getWhenTerminated()
        .thenRun(
            () -> started.completeExceptionally(new IllegalStateException("it ended at once")));
    this.joining = started.get();
  }

  // One node of a registry at a time does this, until it is ready: so of two that start at the same
  // instant, the second finds the first.
  private void join() {
    LockFile turn = registry.lockJoining(settings.turnTimeout());
    try {
      Member self = Cluster.get(system).selfMember();
      // Before it joins: who admits it looks here to see that a former bearer of its name is dead.
      claim.publish(self.uniqueAddress().longUid(), hostAndPort(self.address()));
      Started started =
          AskPattern.ask(
                  joining,
                  Joining.Start::new,
                  settings.joinTimeout().plus(SLACK),
                  system.scheduler())
              .toCompletableFuture()
              .get();
      if (started.failure() != null) {
        throw started.failure();
      }
    } catch (ExecutionException e) {
      throw new NodeException(Reason.FAILED, "the node ended while it was starting", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(Reason.FAILED, "interrupted while starting", e);
    } finally {
      turn.close();
    }
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Returns the nodes as this one knows them now. */
  public View view() {
    return view.get();
  }

  /**
   * Tells whether a node runs on this host, in this registry, that this one cannot talk to because
   * they have no cookie in common.
   */
  public boolean hasDifferentCookie(NodeName other) {
    try {
      return registry.entries().stream()
          .filter(entry -> entry.name().equals(other))
          .anyMatch(entry -> !settings.credentials().matches(entry.cookies()));
    } catch (NodeException e) {
      LOG.warn("cannot ask which cookie {} has: {}", other, e.getMessage());
      return false;
    }
  }

  /** Returns where this node's socket for scripts belongs. */
  public Path scriptSocket() {
    return registry.socket(claim.entry());
  }

  /** Returns the ActorSystem that runs for the node now. */
  public ActorSystem<Void> system() {
    return system;
  }

  /**
   * Completes when the node's ActorSystem has ended, because it was closed or for another reason.
   */
  public CompletionStage<Done> whenTerminated() {
    return system.getWhenTerminated();
  }

  /**
   * Leaves the cluster, so that the others see the node leave and not fail, and gives the name
   * back. Takes no longer than {@code chat.leave-timeout}, whatever hangs.
   */
  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(settings.leaveTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{} did not leave well", name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      claim.close();
    }
  }

  /** Returns the Akka address of the node that is at {@code HOST:PORT}. */
  public static Address addressOf(String hostAndPort) {
    return AddressFromURIString.parse("akka://" + SYSTEM + "@" + hostAndPort);
  }

  private static ActorSystemSetup setup(Settings settings, Registry registry) {
    BootstrapSetup configuration = BootstrapSetup.create(configuration(settings, registry));
    return settings.credentials().isNone()
        ? ActorSystemSetup.create(configuration)
        : ActorSystemSetup.create(configuration, CookieEngines.setup(settings.credentials()));
  }

  private static Config configuration(Settings settings, Registry registry) {
    String name = Directory.NAME_ROLE + settings.name();
    return ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.transport", settings.credentials().isNone() ? "tcp" : "tls-tcp",
                "akka.remote.artery.canonical.hostname", settings.name().host(),
                "akka.remote.artery.canonical.port", settings.port(),
                "akka.remote.artery.bind.hostname", settings.bind().getHostAddress(),
                "akka.cluster.roles", List.of(name, Directory.roleOf(registry))))
        .withFallback(settings.config())
        .resolve();
  }

  /** Returns {@code HOST:PORT} of an address. */
  static String hostAndPort(Address address) {
    String text = address.hostPort();
    return text.substring(text.indexOf('@') + 1);
  }

  private static NodeException cannotListen(Settings settings, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NodeException known) {
        return known;
      }
      if (cause instanceof BindException) {
        String where = settings.name().host() + ":" + settings.port();
        return new NodeException(
            Reason.FAILED,
            "cannot listen on " + where + ": " + cause.getMessage() + "; choose another --port",
            failure);
      }
    }
    return new NodeException(Reason.FAILED, "cannot start: " + failure, failure);
  }
}
