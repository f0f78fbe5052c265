package chat.moebi.chat;

import chat.moebi.node.NodeName;
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

  /**
   * Is something to send.
   *
   * @param send does it, and is told how much of its timeout is left
   */
  private record Waiting(Consumer<Duration> send, Duration timeout, long since) {
    void goOn() {
      Duration left = timeout.minusNanos(System.nanoTime() - since);
      send.accept(left.isNegative() ? Duration.ZERO : left);
    }
  }

  private final Predicate<NodeName> isReachable;
  private final Predicate<NodeName> isStarting;
  private final Map<NodeName, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

  /** Keeps it while a node is starting and cannot be reached. */
  Arrivals(Predicate<NodeName> isReachable, Predicate<NodeName> isStarting) {
    this.isReachable = isReachable;
    this.isStarting = isStarting;
  }

  /** Sends now, or when the node has arrived, or the timeout is over; in order. */
  void send(NodeName node, Duration timeout, Consumer<Duration> send) {
    boolean isFree = waiting.isEmpty() && isReachable.test(node);
    if (isFree || !waits(node, new Waiting(send, timeout, System.nanoTime()))) {
      send.accept(timeout);
    }
  }

  private synchronized boolean waits(NodeName node, Waiting added) {
    if (!waiting.containsKey(node) && (isReachable.test(node) || !isStarting.test(node))) {
      return false;
    }
    waiting.computeIfAbsent(node, n -> new ArrayDeque<>()).add(added);
    CompletableFuture.delayedExecutor(added.timeout.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
        .execute(() -> giveUp(node, added));
    if (isReachable.test(node)) { // It has arrived just now.
      arrived(node);
    }
    return true;
  }

  /** Sends what has waited for a node. */
  synchronized void arrived(NodeName node) {
    Queue<Waiting> all = waiting.remove(node);
    if (all != null) {
      all.forEach(Waiting::goOn);
    }
  }

  private synchronized void giveUp(NodeName node, Waiting one) {
    Queue<Waiting> all = waiting.get(node);
    if (all != null && all.remove(one)) {
      if (all.isEmpty()) {
        waiting.remove(node);
      }
      one.goOn(); // And hears that there is no connection.
    }
  }
}
