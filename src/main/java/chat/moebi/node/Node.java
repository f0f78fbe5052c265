package chat.moebi.node;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import chat.moebi.cluster.ContactProbe;
import chat.moebi.cluster.NodeContext;
import chat.moebi.cluster.OwnRooms;
import chat.moebi.cluster.PeerDiscovery;
import chat.moebi.cluster.Presence;
import chat.moebi.cluster.View;
import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.OutboundConnections;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Claim;
import chat.moebi.registry.Registry;
import chat.moebi.registry.ScriptSocket;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A named node: it holds its name, forms or joins the cluster of the user's nodes on this host, and
 * leaves the cluster when it is closed. {@link NodeKeeper} keeps an ActorSystem running for it. The
 * guardian of the ActorSystem decides what else runs on the node. Thread-safe.
 */
public final class Node implements AutoCloseable {

  /** Takes the changes of a node, on several threads, which the methods must not block. */
  public interface Listener {
    /** The node has claimed its name and starts now. */
    default void claimed() {}

    /** The node is about to join others; it may be closed meanwhile. */
    default void starting(Node node) {}

    /** What this node knows of the others has changed. */
    default void viewed(View view) {}

    /** Another node came, went, or changed how it can be reached. */
    default void presence(Presence presence) {}

    /** Something else happened that the user should know. */
    default void note(String sentence) {}

    /** The node is ready: at first, and again after each loss. */
    default void ready(View view) {}

    /** The ActorSystem ends although nobody has closed the node; none of its actors answers. */
    default void lost() {}

    /**
     * The ActorSystem ends because the node has found a cluster to join, before it was with any
     * other node. The user need not know: the nodes there are announced as new ones.
     */
    default void merging() {}
  }

  private final Settings settings;
  private final Registry registry;
  private final RegisteredNodes neighbours;
  private final Claim claim;
  private final AtomicReference<View> view;
  private final OwnRooms rooms = new OwnRooms();
  private final PeerDiscovery discovery;
  private final NodeKeeper keeper;
  private final CompletableFuture<Done> terminated = new CompletableFuture<>();

  private final Announcements announcements;

  /**
   * Starts a node and returns when it is ready: every reachable member has answered its hello, so
   * each can send to the node, and the node to each.
   *
   * @param guardian creates the user guardian of each ActorSystem; it spawns all actors of the
   *     node, and then calls {@link NodeActors#started}
   * @throws NodeException with a sentence for the user
   */
  public static Node start(
      Settings settings,
      Registry registry,
      Function<NodeActors, Behavior<?>> guardian,
      Listener listener) {
    Claim claim = registry.claim(settings.name(), settings.credentials().fingerprints());
    Node node = new Node(settings, registry, claim, guardian, listener);
    try {
      new ContactProbe(settings.cluster(), registry).check();
      listener.claimed();
      node.keeper.startSystem();
      listener.starting(node);
      prepare(settings.credentials());
      node.keeper.join();
      return node;
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  private static void prepare(Credentials credentials) {
    try {
      credentials.prepare();
    } catch (IllegalStateException e) {
      throw new NodeException(Reason.FAILED, "cannot start: " + e.getMessage(), e);
    }
  }

  private Node(
      Settings settings,
      Registry registry,
      Claim claim,
      Function<NodeActors, Behavior<?>> guardian,
      Listener listener) {
    this.settings = settings;
    this.registry = registry;
    this.neighbours = new RegisteredNodes(registry, settings.credentials());
    this.claim = claim;
    this.view = new AtomicReference<>(new View(settings.name(), Collections.emptySortedMap()));
    this.discovery =
        new PeerDiscovery(
            settings.cluster(), registry, () -> claim.restore(listener::note), listener::note);
    this.announcements = new Announcements(view::get, listener::presence);
    this.keeper =
        new NodeKeeper(
            claim,
            () -> startSystem(guardian, listener),
            () -> ready(listener),
            () -> lost(listener),
            failure ->
                listener.note(
                    (announcements.isMerging() ? "cannot join the others: " : "cannot rejoin yet: ")
                        + failure));
  }

  private void lost(Listener listener) {
    boolean isMerging = discovery.takeQuiet();
    announcements.lost(isMerging);
    if (isMerging) {
      listener.merging();
    } else {
      listener.lost();
    }
  }

  private void ready(Listener listener) {
    discovery.takeQuiet(); // An ActorSystem that gave way while it started is of no account.
    listener.ready(view());
    announcements.ready(view());
  }

  private NodeSystem startSystem(Function<NodeActors, Behavior<?>> guardian, Listener listener) {
    NodeContext context =
        new NodeContext(
            settings.cluster(),
            registry,
            discovery,
            view,
            listener::viewed,
            announcements::announce,
            listener::note,
            new OutboundConnections(),
            rooms);
    return NodeSystem.start(settings, context, guardian);
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Whether the node is in a cluster; it is not while it rejoins or merges. */
  public boolean isReady() {
    return keeper.isReady();
  }

  /** Returns the nodes as this one knows them now; while it rejoins, no other is reachable. */
  public View view() {
    return isReady() ? view.get() : view.get().cutOff();
  }

  /** Returns the rooms that this node is in. */
  public OwnRooms rooms() {
    return rooms;
  }

  /** Whether a node of that name runs on this host and has no cookie in common with this node. */
  public CompletionStage<Boolean> hasDifferentCookie(NodeName other) {
    return neighbours.hasDifferentCookie(other);
  }

  /** Counts the nodes of this host that have no cookie in common with this node. */
  public CompletionStage<Long> countOfDifferentCookie() {
    return neighbours.countOfDifferentCookie();
  }

  /** Whether a node of this host is starting and can be reached soon. */
  public CompletionStage<Boolean> isStarting(NodeName other) {
    return neighbours.isStarting(other);
  }

  /**
   * Opens a socket for scripts in the registry, and opens it again each time its file is removed.
   *
   * @throws IOException if it cannot be opened, for example because the registry's path is too long
   */
  public void listen(ScriptSocket socket) throws IOException {
    claim.listen(socket);
  }

  /** Returns the ActorSystem that runs for the node now; another one after it has rejoined. */
  public ActorSystem<?> system() {
    return keeper.current().system();
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return terminated;
  }

  /**
   * Leaves the cluster, so that the others see the node leave and not fail, and frees the name.
   * Takes no longer than {@code chat.leave-timeout}, whatever hangs.
   */
  @Override
  public void close() {
    try {
      keeper.close(settings.leaveTimeout());
    } finally {
      try {
        claim.close();
      } finally {
        terminated.complete(Done.getInstance());
      }
    }
  }

  PeerDiscovery discovery() {
    return discovery;
  }
}
