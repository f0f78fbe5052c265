package chat.moebi.chat;

import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps what is sent to a node that is starting until that node has arrived: its user sees its
 * prompt before it can be reached. Thread-safe.
 */
final class Arrivals {

  /** Something to send, and how long it may take from when it was asked for. */
  private static final class Waiting {
    final Consumer<Duration> send;
    final Duration timeout;
    final long since = System.nanoTime();
    final CompletableFuture<Void> expiry = new CompletableFuture<>();

    Waiting(Consumer<Duration> send, Duration timeout) {
      this.send = send;
      this.timeout = timeout;
    }

    void goOn() {
      expiry.cancel(false);
      Duration left = timeout.minusNanos(System.nanoTime() - since);
      send.accept(left.isNegative() ? Duration.ZERO : left);
    }
  }

  private final Predicate<NodeName> isReachable;
  private final Predicate<NodeName> isStarting;
  private final Map<NodeName, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

  /**
   * Keeps it while a node is starting and cannot be reached.
   *
   * @param isStarting may take a while
   */
  Arrivals(Predicate<NodeName> isReachable, Predicate<NodeName> isStarting) {
    this.isReachable = isReachable;
    this.isStarting = isStarting;
  }

  /**
   * Sends now, or when the node has arrived, or the timeout is over; in order.
   *
   * @param send does it, and is told how much of its timeout is left
   */
  void send(NodeName node, Duration timeout, Consumer<Duration> send) {
    boolean isFree = waiting.isEmpty() && isReachable.test(node);
    if (isFree || !waits(node, new Waiting(send, timeout))) {
      send.accept(timeout);
    }
  }

  private boolean waits(NodeName node, Waiting added) {
    boolean isToStart = !isReachable.test(node) && isStarting.test(node);
    synchronized (this) {
      if (!waiting.containsKey(node) && !isToStart) {
        return false;
      }
      waiting.computeIfAbsent(node, n -> new ArrayDeque<>()).add(added);
    }
    added.expiry.completeOnTimeout(null, added.timeout.toMillis(), TimeUnit.MILLISECONDS);
    added.expiry.thenRun(() -> giveUp(node, added));
    arrived(node); // It may have, just now.
    return true;
  }

  /** Sends what has waited for a node, if that can be reached now. */
  synchronized void arrived(NodeName node) {
    Queue<Waiting> all = waiting.get(node);
    if (all != null && isReachable.test(node)) {
      for (Waiting next = all.poll(); next != null; next = all.poll()) {
        next.goOn();
      }
      waiting.remove(node); // Last: nothing may overtake those.
    }
  }

  private synchronized void giveUp(NodeName node, Waiting one) {
    Queue<Waiting> all = waiting.get(node);
    if (all != null && all.remove(one)) {
      one.goOn(); // And hears that there is no connection.
      if (all.isEmpty()) {
        waiting.remove(node);
      }
    }
  }
}
