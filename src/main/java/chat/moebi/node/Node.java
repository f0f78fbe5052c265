package chat.moebi.node;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import chat.moebi.cluster.ContactProbe;
import chat.moebi.cluster.Elapsed;
import chat.moebi.cluster.NodeContext;
import chat.moebi.cluster.PeerDiscovery;
import chat.moebi.cluster.Presence;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.OutboundConnections;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Claim;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.registry.ScriptSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a named node: takes the name, starts an ActorSystem, forms or joins the cluster of the
 * user's nodes on this host, and leaves it.
 *
 * <p>When its ActorSystem ends without being told to, because others have downed it while it was
 * cut off, say, the node keeps its name, starts a fresh one and rejoins, for as long as it takes.
 *
 * <p>What runs on the node is not its business: that is the guardian's. Thread-safe.
 */
public final class Node implements AutoCloseable {

  /** Creates the user guardian of each ActorSystem that is started for a node. */
  @FunctionalInterface
  public interface Guardian {
    /**
     * Creates a behavior that spawns the node's actors and whatever else runs on the node, and then
     * calls {@link NodeActors#started}.
     */
    Behavior<?> create(NodeActors node);
  }

  /** Callbacks for changes of a node, from several threads, which they must not block. */
  public interface Listener {
    /** The node has claimed its name, and starts now. */
    default void claimed() {}

    /** Hands over the node before it joins others, so that it can be closed meanwhile. */
    default void starting(Node node) {}

    /** Tells what has happened to another node. */
    default void presence(Presence presence) {}

    /** Tells, in words, what the user should know besides. */
    default void note(String sentence) {}

    /** Tells that the node is ready, with the nodes of the view: at first, and after each loss. */
    default void ready(View view) {}

    /** Tells that the ActorSystem ends without being told to; none of its actors answers. */
    default void lost() {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final int MOST_STARTS = 5;

  /** An ActorSystem that has run for so long was well. */
  private static final Duration WELL = Duration.ofSeconds(30);

  /** How long the end of an ActorSystem is waited for before there is another one. */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final Settings settings;
  private final Registry registry;
  private final Claim claim;
  private final Guardian guardian;
  private final Listener listener;
  private final AtomicReference<View> view;
  private final PeerDiscovery lookout;
  private final CompletableFuture<Done> terminated = new CompletableFuture<>();

  private NodeSystem current;
  private long readyAt;
  private Duration pause = Duration.ZERO;
  private Thread keeper;
  private boolean isEnding;
  private volatile boolean isReady;
  private boolean isClosing;

  /**
   * Starts a node and returns when it is ready: every reachable member has answered its hello, so
   * each can send to it, and it to each.
   *
   * @throws NodeException with a sentence for the user
   */
  public static Node start(
      Settings settings, Registry registry, Guardian guardian, Listener listener) {
    Claim claim = registry.claim(settings.name(), settings.credentials().fingerprints());
    Node node;
    try {
      new ContactProbe(settings.cluster(), registry).check();
      listener.claimed();
      node = new Node(settings, registry, claim, guardian, listener);
    } catch (RuntimeException | Error e) {
      claim.close();
      throw e;
    }
    try {
      listener.starting(node);
      prepare(settings.credentials());
      node.join();
      claim.ready();
      node.startKeeper();
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
    node.ready();
    return node;
  }

  private static void prepare(Credentials credentials) {
    try {
      credentials.prepare();
    } catch (IllegalStateException e) {
      throw new NodeException(Reason.FAILED, "cannot start: " + e.getMessage(), e);
    }
  }

  private Node(
      Settings settings, Registry registry, Claim claim, Guardian guardian, Listener listener) {
    this.settings = settings;
    this.registry = registry;
    this.claim = claim;
    this.guardian = guardian;
    this.listener = listener;
    this.view =
        new AtomicReference<>(
            new View(settings.name(), Collections.unmodifiableSortedMap(new TreeMap<>())));
    this.lookout =
        new PeerDiscovery(
            settings.cluster(), registry, () -> claim.restore(listener::note), listener::note);
    this.current = startIncarnation();
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Returns the nodes as this one knows them now; while it rejoins it can reach none. */
  public View view() {
    return isReady ? view.get() : cutOff(view.get());
  }

  /**
   * Whether a node of that name runs on this host, in this registry, and has no cookie in common
   * with this node.
   */
  public boolean hasDifferentCookie(NodeName other) {
    return isRegistered(other, this::hasDifferentCookie);
  }

  /** Returns how many nodes of this registry this one has no cookie in common with. */
  public long countOfDifferentCookie() {
    return registered(this::hasDifferentCookie).count();
  }

  private boolean hasDifferentCookie(RegistryEntry entry) {
    return !settings.credentials().matches(entry.cookies());
  }

  /** Whether a node of this host, in this registry, is starting, and can be reached soon. */
  public boolean isStarting(NodeName other) {
    return isRegistered(
        other, entry -> !entry.isReady() && settings.credentials().matches(entry.cookies()));
  }

  private boolean isRegistered(NodeName other, Predicate<RegistryEntry> condition) {
    return registered(condition).anyMatch(entry -> entry.name().equals(other));
  }

  private Stream<RegistryEntry> registered(Predicate<RegistryEntry> condition) {
    try {
      return registry.entries().stream().filter(condition);
    } catch (NodeException e) {
      LOG.warn("cannot ask the registry: {}", e.getMessage());
      return Stream.empty();
    }
  }

  /**
   * Opens a socket for scripts in the registry, and opens it again each time its file is removed.
   *
   * @throws IOException if the socket cannot be opened, for example because the registry's path is
   *     too long
   */
  public void listen(ScriptSocket socket) throws IOException {
    claim.listen(socket);
  }

  /** Returns the ActorSystem that runs for the node now; another one after it has rejoined. */
  public ActorSystem<?> system() {
    return current().system();
  }

  /** Completes when the node has ended because it was closed. */
  public CompletionStage<Done> whenTerminated() {
    return terminated;
  }

  /**
   * Leaves the cluster, so that the others see the node leave and not fail, and gives the name
   * back. Takes no longer than {@code chat.leave-timeout}, whatever hangs.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + settings.leaveTimeout().toNanos();
    NodeSystem last;
    Thread rejoins;
    synchronized (this) {
      isClosing = true;
      notifyAll(); // A pause before the next try to rejoin is over.
      last = current;
      rejoins = keeper;
    }
    try {
      last.terminate();
      awaitEnd(last, Duration.ofNanos(deadline - System.nanoTime()));
      // It may have started another one just now.
      if (rejoins != null && rejoins != Thread.currentThread()) {
        TimeUnit.NANOSECONDS.timedJoin(rejoins, deadline - System.nanoTime());
        rejoins.interrupt(); // It may be waiting for its turn.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        claim.close();
      } finally {
        terminated.complete(Done.getInstance());
      }
    }
  }

  /** Returns what looks for other nodes. */
  PeerDiscovery lookout() {
    return lookout;
  }

  private synchronized NodeSystem current() {
    return current;
  }

  private NodeSystem startIncarnation() {
    return NodeSystem.start(
        settings,
        new NodeContext(
            settings.cluster(),
            registry,
            lookout,
            view,
            listener::presence,
            listener::note,
            new OutboundConnections()),
        guardian);
  }

  // Who starts may be told to give way to another cluster, like any other.
  private void join() {
    for (int tries = 1; ; tries++) {
      try {
        current().join(claim);
        return;
      } catch (NodeException e) {
        if (tries == MOST_STARTS || !current().isEnding() || isClosing()) {
          throw e;
        }
        LOG.warn("the ActorSystem has ended while it was starting; the node starts another one");
        if (!hasEnded()) {
          throw e;
        }
        startAnother();
      }
    }
  }

  private void startAnother() {
    NodeSystem next = startIncarnation();
    synchronized (this) {
      current = next;
      if (isClosing) {
        next.terminate();
      }
    }
  }

  private void ready() {
    readyAt = System.nanoTime();
    isReady = true;
    tell(() -> listener.ready(view()));
    current().whenEnding().thenRun(this::ends);
  }

  private synchronized void ends() {
    if (!isClosing) {
      isReady = false;
      isEnding = true;
      notifyAll();
    }
  }

  // It is there from the start: an ActorSystem may end for want of threads. It keeps a program
  // alive whose node has no ActorSystem for a while.
  private void startKeeper() {
    Thread thread = new Thread(this::keepUp, "keeper-of-" + name());
    synchronized (this) {
      keeper = thread;
    }
    thread.start();
  }

  private void keepUp() {
    while (hasToRejoin()) {
      rejoin();
    }
  }

  private synchronized boolean hasToRejoin() {
    try {
      while (!isEnding && !isClosing) {
        wait();
      }
    } catch (InterruptedException e) {
      return false; // It is being closed.
    }
    isEnding = false;
    return !isClosing;
  }

  private void rejoin() {
    LOG.warn("the ActorSystem ends without being told to; the node rejoins");
    tell(listener::lost);
    Duration pause = Elapsed.isOver(readyAt, WELL) ? Duration.ZERO : longer(this.pause);
    String told = "";
    while (hasEnded() && isToGoOnAfter(pause)) {
      this.pause = pause;
      String failure = tryToRejoin();
      if (failure == null) {
        return;
      } else if (!told.equals(failure)) {
        told = failure;
        tell(() -> listener.note("cannot rejoin yet: " + failure));
      }
      pause = longer(pause);
    }
  }

  /** Waits until the current ActorSystem has ended; returns false if the node is closed instead. */
  private boolean hasEnded() {
    try {
      claim.retract();
    } catch (RuntimeException | Error e) {
      LOG.warn("cannot tell that it has ended", e); // Its successor will.
    }
    try {
      awaitEnd(current(), LONGEST_END);
    } catch (InterruptedException e) {
      return false; // It is being closed.
    }
    return true;
  }

  /** Returns why it was in vain, or null. */
  private String tryToRejoin() {
    try {
      startAnother();
      current().join(claim);
      ready();
      return null;
    } catch (NodeException e) {
      LOG.warn("cannot rejoin yet: {}", e.getMessage());
      current().terminate();
      return e.getMessage();
    } catch (RuntimeException | Error e) { // It could be for want of memory, or of threads.
      LOG.error("cannot rejoin yet", e);
      current().terminate();
      return e.toString();
    }
  }

  /** Tells the listener something, unless the node is being closed. */
  private void tell(Runnable what) {
    if (!isClosing()) {
      try {
        what.run();
      } catch (RuntimeException | Error e) {
        LOG.error("the listener has failed", e);
      }
    }
  }

  private synchronized boolean isClosing() {
    return isClosing;
  }

  private synchronized boolean isToGoOnAfter(Duration pause) {
    long deadline = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); !isClosing && left > 0; left = deadline - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        return false; // It is being closed.
      }
    }
    return !isClosing;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Returns a view in which no other node can be reached. */
  private static View cutOff(View view) {
    SortedMap<NodeName, Peer> nodes = new TreeMap<>(view.nodes());
    nodes.replaceAll(
        (name, peer) -> peer.status() == Status.UP ? peer.with(Status.UNREACHABLE) : peer);
    return new View(view.self(), Collections.unmodifiableSortedMap(nodes));
  }

  private void awaitEnd(NodeSystem incarnation, Duration limit) throws InterruptedException {
    try {
      incarnation
          .whenTerminated()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{} did not leave well", name(), e);
    }
  }
}
