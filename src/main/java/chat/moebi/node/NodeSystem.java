package chat.moebi.node;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import chat.moebi.cluster.ClusterSettings;
import chat.moebi.cluster.JoiningProtocol;
import chat.moebi.cluster.Members;
import chat.moebi.cluster.NodeContext;
import chat.moebi.cluster.PeerAddress;
import chat.moebi.cookie.CookieEngines;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.registry.Claim;
import chat.moebi.registry.LockFile;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ActorSystem of a node, from its start to its end. A node has one ActorSystem after the other,
 * because one that was removed from its cluster cannot join again.
 */
final class NodeSystem {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSystem.class);

  /** How much longer than its limit the start of the actors may take. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** How long after a node was forgotten Akka keeps what it holds for the node's address. */
  private static final Duration IDLE_AFTER_FORGOTTEN = Duration.ofMinutes(5);

  private final Settings settings;
  private final NodeContext context;
  private final ActorSystem<?> system;
  private final ActorRef<JoiningProtocol.Command> joining;
  private final CompletableFuture<Done> ending = new CompletableFuture<>();

  /**
   * Starts an ActorSystem and its actors; it is in no cluster yet.
   *
   * @throws NodeException with a sentence for the user
   */
  static NodeSystem start(
      Settings settings, NodeContext context, Function<NodeActors, Behavior<?>> guardian) {
    try {
      return new NodeSystem(settings, context, guardian);
    } catch (RuntimeException | ExecutionException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw cannotStart(settings.cluster(), e);
    }
  }

  private NodeSystem(
      Settings settings, NodeContext context, Function<NodeActors, Behavior<?>> guardian)
      throws ExecutionException, InterruptedException {
    this.settings = settings;
    this.context = context;
    CompletableFuture<ActorRef<JoiningProtocol.Command>> started = new CompletableFuture<>();
    Behavior<?> root = guardian.apply(new NodeActors(context, started::complete));
    this.system = ActorSystem.create(root, PeerAddress.SYSTEM, setup());
    try {
      watchEnd(started);
      this.joining = started.get();
    } catch (RuntimeException | Error | ExecutionException | InterruptedException e) {
      system.terminate();
      throw e;
    }
  }

  private void watchEnd(CompletableFuture<?> started) {
    Connections.cutAtTheEndOf(
        system,
        system
            .settings()
            .config()
            .getDuration("akka.remote.artery.advanced.shutdown-flush-timeout"));
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "notice-end",
        () -> {
          ending.complete(Done.getInstance());
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    if (shutdown.getShutdownReason().isPresent()) { // The phase may be over already.
      ending.complete(Done.getInstance());
    }
    system
        .getWhenTerminated()
        .thenRun(
            () -> {
              started.completeExceptionally(new IllegalStateException("it ended at once"));
              ending.complete(Done.getInstance());
            });
  }

  /**
   * Joins a cluster, or forms one, and returns when the node is ready. One node of a registry at a
   * time does this, so of two that start at the same instant the second finds the first.
   *
   * @param claim publishes the address of the node
   * @throws NodeException with a sentence for the user
   */
  void join(Claim claim) {
    LockFile turn = context.registry().lockJoining(settings.turnTimeout());
    try {
      Member self = Cluster.get(system).selfMember();
      // Before the node joins: the admitting node reads here that the name's last owner is dead.
      claim.publish(self.uniqueAddress().longUid(), PeerAddress.hostAndPort(self.address()));
      CompletableFuture<Done> ready = new CompletableFuture<>();
      joining.tell(new JoiningProtocol.Start(ready));
      ending.thenRun(() -> ready.completeExceptionally(endedWhileStarting()));
      Duration limit = settings.cluster().joinTimeout().plus(SLACK);
      ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof NodeException known ? known : endedWhileStarting();
    } catch (TimeoutException e) {
      throw new NodeException(Reason.FAILED, "the node does not get ready; see its log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(Reason.FAILED, "interrupted while starting", e);
    } finally {
      turn.close();
    }
  }

  ActorSystem<?> system() {
    return system;
  }

  /** Begins the end: the node leaves its cluster. */
  void terminate() {
    system.terminate();
  }

  /** Completes when the ActorSystem begins to end, for whatever reason. */
  CompletionStage<Done> whenEnding() {
    return ending;
  }

  /** Whether the ActorSystem is ending or has ended. */
  boolean isEnding() {
    return ending.isDone();
  }

  /** Waits for the end of the ActorSystem. */
  void awaitEnd(Duration limit) throws InterruptedException {
    try {
      system.getWhenTerminated().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the ActorSystem of {} has not ended well", settings.name(), e);
    }
  }

  private static NodeException endedWhileStarting() {
    return new NodeException(Reason.FAILED, "the node ended while it was starting");
  }

  private ActorSystemSetup setup() {
    BootstrapSetup configuration = BootstrapSetup.create(configuration());
    return settings.credentials().isNone()
        ? ActorSystemSetup.create(configuration)
        : ActorSystemSetup.create(
            configuration, CookieEngines.setup(settings.credentials(), context.outbound()));
  }

  private Config configuration() {
    ClusterSettings cluster = settings.cluster();
    return ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.transport", cluster.credentials().isNone() ? "tcp" : "tls-tcp",
                "akka.remote.artery.canonical.hostname", cluster.name().host(),
                "akka.remote.artery.canonical.port", cluster.port(),
                "akka.remote.artery.bind.hostname", cluster.bind().getHostAddress(),
                // Not before other nodes are forgotten: until then they are members.
                "akka.remote.artery.advanced.quarantine-idle-outbound-after",
                    cluster.forgetAfter().plus(IDLE_AFTER_FORGOTTEN),
                "akka.cluster.roles",
                    List.of(
                        Members.nameRole(cluster.name()),
                        Members.registryRole(context.registry()))))
        .withFallback(settings.config())
        .resolve();
  }

  private static NodeException cannotStart(ClusterSettings settings, Throwable failure) {
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
