package chat.moebi.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.node.NodeException.Reason;
import chat.moebi.node.Registry.Claim;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.nio.file.Path;
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

  /** The ActorSystem's name, the same on every node: it is a part of each address. */
  static final String SYSTEM = "chat";

  private final Settings settings;
  private final Registry registry;
  private final Claim claim;
  private final AtomicReference<View> view;
  private final ActorSystem<Void> system;
  private final ActorRef<Directory.Command> directory;

  /**
   * Starts a node and returns when it is ready: every reachable member has answered its hello, so
   * each can send to it, and it to each.
   *
   * @param presence is told what happens to other nodes from then on, in an actor's thread
   * @param started is given the node before it joins others, so that it can be closed meanwhile
   * @throws NodeException with a sentence for the user
   */
  public static Node start(
      Settings settings,
      Registry registry,
      Guardian guardian,
      Consumer<Presence> presence,
      Consumer<Node> started) {
    Claim claim = registry.claim(settings.name());
    Node node;
    try {
      node = new Node(settings, registry, claim, guardian, presence);
    } catch (RuntimeException | ExecutionException | InterruptedException e) {
      claim.close();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw cannotListen(settings, e);
    }
    try {
      started.accept(node);
      new Joining(settings, registry, claim, node.system, node.directory).run();
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
      Consumer<Presence> presence)
      throws ExecutionException, InterruptedException {
    this.settings = settings;
    this.registry = registry;
    this.claim = claim;
    this.view =
        new AtomicReference<>(
            new View(settings.name(), Collections.unmodifiableSortedMap(new TreeMap<>())));
    CompletableFuture<ActorRef<Directory.Command>> started = new CompletableFuture<>();
    Behavior<Void> root =
        Behaviors.setup(
            context -> {
              guardian.start(context, view::get);
              started.complete(
                  context.spawn(
                      // What it knows it learns anew from the cluster.
                      Behaviors.supervise(Directory.create(settings, registry, view::set, presence))
                          .onFailure(SupervisorStrategy.restart()),
                      Directory.ACTOR));
              return Behaviors.empty();
            });
    this.system = ActorSystem.create(root, SYSTEM, configuration(settings));
    system
        .getWhenTerminated()
        .thenRun(
            () -> started.completeExceptionally(new IllegalStateException("it ended at once")));
    this.directory = started.get();
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Returns the nodes as this one knows them now. */
  public View view() {
    return view.get();
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

  private static Config configuration(Settings settings) {
    return ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.canonical.hostname", settings.name().host(),
                "akka.remote.artery.canonical.port", settings.port(),
                "akka.remote.artery.bind.hostname", settings.bind().getHostAddress(),
                "akka.cluster.roles", List.of(Directory.ROLE + settings.name())))
        .withFallback(settings.config())
        .resolve();
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
