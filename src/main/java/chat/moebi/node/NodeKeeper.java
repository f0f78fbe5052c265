package chat.moebi.node;

import chat.moebi.cluster.Elapsed;
import chat.moebi.name.NodeException;
import chat.moebi.registry.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an ActorSystem running for a node. When one ends although nobody has closed the node,
 * because other nodes have downed it, for example, the keeper starts another one and rejoins. It
 * tries again after growing pauses, for as long as that takes. Thread-safe.
 */
final class NodeKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(NodeKeeper.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** After an ActorSystem that ran for so long, the first attempt to rejoin follows at once. */
  private static final Duration RESET_AFTER = Duration.ofSeconds(30);

  /** How long the next ActorSystem waits for the end of the last one. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private static final int MAX_STARTS = 5;

  private final Claim claim;
  private final Supplier<NodeSystem> starter;
  private final Runnable onReady;
  private final Runnable onLost;
  private final Consumer<String> onFailure;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread;

  private volatile NodeSystem current;
  private volatile boolean isReady;
  private long readyAt;
  private Duration pause = Duration.ZERO;

  /**
   * Creates the keeper of a node; nothing runs yet.
   *
   * @param starter starts an ActorSystem
   * @param onReady runs when the node is ready: at first, and again after each loss
   * @param onLost runs when an ActorSystem ends although nobody has closed the node
   * @param onFailure takes the reason why the node cannot rejoin yet, when it is another one
   */
  NodeKeeper(
      Claim claim,
      Supplier<NodeSystem> starter,
      Runnable onReady,
      Runnable onLost,
      Consumer<String> onFailure) {
    this.claim = claim;
    this.starter = starter;
    this.onReady = onReady;
    this.onLost = onLost;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "keeper-of-" + claim.entry().name());
  }

  /** Returns the ActorSystem that runs now. */
  NodeSystem current() {
    return current;
  }

  /** Returns whether an ActorSystem is in a cluster and is not known to end. */
  boolean isReady() {
    return isReady;
  }

  /** Starts an ActorSystem, which is in no cluster yet. */
  void startSystem() {
    NodeSystem next = starter.get();
    current = next;
    if (closing.isDone()) {
      next.terminate();
    }
  }

  /**
   * Joins a cluster with the first ActorSystem and keeps the node running from then on. The first
   * one may have to give way to another cluster, as any other may; then another one joins.
   *
   * @throws NodeException with a sentence for the user
   */
  void join() {
    for (int starts = 1; !hasJoined(starts == MAX_STARTS); starts++) {
      LOG.warn("the ActorSystem has ended while it was starting; the node starts another one");
      startSystem();
    }
    claim.ready();
    ready();
    // Not only when it is needed: an ActorSystem may end for want of threads. The thread keeps the
    // program alive while the node has no ActorSystem.
    thread.start();
  }

  private boolean hasJoined(boolean isLast) {
    try {
      current.join(claim);
      return true;
    } catch (NodeException e) {
      if (isLast || !current.isEnding() || closing.isDone()) {
        throw e;
      }
      try {
        retractAndAwaitEnd();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw e;
      }
      return false;
    }
  }

  /** Ends the current ActorSystem and the attempts to start another one, within the limit. */
  void close(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    closing.complete(null);
    NodeSystem last = current;
    try {
      if (last != null) {
        last.terminate();
        last.awaitEnd(limit);
      }
      // The thread may have started another ActorSystem just now, or wait for its turn to join.
      if (thread != Thread.currentThread()) {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ready() {
    readyAt = System.nanoTime();
    isReady = true;
    inform(onReady);
    current
        .whenEnding()
        .thenRun(
            () -> {
              if (!closing.isDone()) {
                isReady = false;
              }
            });
  }

  private void run() {
    try {
      while (!closing.isDone()) {
        CompletableFuture.anyOf(closing, current.whenEnding().toCompletableFuture()).get();
        if (!closing.isDone()) {
          rejoin();
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // Neither future fails.
    } catch (InterruptedException e) {
      LOG.debug("the node is closed");
    }
  }

  private void rejoin() throws InterruptedException {
    LOG.warn("the ActorSystem has ended by itself; the node rejoins");
    inform(onLost);
    pause = Elapsed.isOver(readyAt, RESET_AFTER) ? Duration.ZERO : longer(pause);
    Optional<String> lastFailure = Optional.empty();
    while (true) {
      retractAndAwaitEnd();
      if (isClosedWithin(pause)) {
        return;
      }
      Optional<String> failure = tryToRejoin();
      if (failure.isEmpty()) {
        return;
      }
      if (!failure.equals(lastFailure)) {
        inform(() -> onFailure.accept(failure.get()));
      }
      lastFailure = failure;
      pause = longer(pause);
    }
  }

  private void retractAndAwaitEnd() throws InterruptedException {
    try {
      claim.retract();
    } catch (RuntimeException | Error e) {
      LOG.warn("cannot publish that the ActorSystem has ended; the next one will", e);
    }
    current.awaitEnd(END_TIMEOUT);
  }

  private boolean isClosedWithin(Duration limit) throws InterruptedException {
    try {
      closing.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** Returns why the node could not rejoin; nothing if it could. */
  private Optional<String> tryToRejoin() {
    try {
      startSystem();
      current.join(claim);
      ready();
      return Optional.empty();
    } catch (NodeException e) {
      LOG.warn("cannot rejoin yet: {}", e.getMessage());
      current.terminate();
      return Optional.of(e.getMessage());
    } catch (RuntimeException | Error e) { // For want of memory or of threads, for example.
      LOG.error("cannot rejoin yet", e);
      current.terminate();
      return Optional.of(e.toString());
    }
  }

  private void inform(Runnable call) {
    if (!closing.isDone()) {
      try {
        call.run();
      } catch (RuntimeException | Error e) {
        LOG.error("the listener has failed", e);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }
}
