package chat.moebi.chat;

import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Keeps the texts for a node that is starting until the node can be reached: its user sees a prompt
 * before that. Thread-safe.
 */
final class StartingRecipients {

  private static final class Waiting {
    final Consumer<Duration> send;
    final Duration timeout;
    final long since = System.nanoTime();
    final CompletableFuture<Void> expiry = new CompletableFuture<>();

    Waiting(Consumer<Duration> send, Duration timeout) {
      this.send = send;
      this.timeout = timeout;
    }

    void sendNow() {
      expiry.cancel(false);
      Duration left = timeout.minusNanos(System.nanoTime() - since);
      send.accept(left.isNegative() ? Duration.ZERO : left);
    }
  }

  private final Predicate<NodeName> isReachable;
  private final Function<NodeName, CompletionStage<Boolean>> isStarting;
  private final Map<NodeName, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

  StartingRecipients(
      Predicate<NodeName> isReachable, Function<NodeName, CompletionStage<Boolean>> isStarting) {
    this.isReachable = isReachable;
    this.isStarting = isStarting;
  }

  /**
   * Calls {@code send} as soon as the node can be reached, is known not to be starting, or the
   * timeout is over. Calls for one node keep their order.
   *
   * @param send takes how much of the timeout is left
   */
  void send(NodeName node, Duration timeout, Consumer<Duration> send) {
    if (waiting.isEmpty() && isReachable.test(node)) {
      send.accept(timeout);
      return;
    }
    Waiting added = new Waiting(send, timeout);
    synchronized (this) {
      waiting.computeIfAbsent(node, n -> new ArrayDeque<>()).add(added);
    }
    nodeChanged(node);
    if (!added.expiry.isDone()) {
      added.expiry.completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
      added.expiry.thenRun(() -> giveUp(node, added));
      isStarting
          .apply(node)
          .thenAccept(
              starts -> {
                if (!starts) {
                  giveUpUntil(node, added);
                }
              });
    }
  }

  /** Sends the texts that wait for a node if the node can be reached now. */
  synchronized void nodeChanged(NodeName node) {
    Queue<Waiting> all = waiting.get(node);
    if (all != null && isReachable.test(node)) {
      for (Waiting next = all.poll(); next != null; next = all.poll()) {
        next.sendNow();
      }
      waiting.remove(node); // Last, so that no newer text overtakes these.
    }
  }

  private synchronized void giveUp(NodeName node, Waiting one) {
    Queue<Waiting> all = waiting.getOrDefault(node, new ArrayDeque<>());
    if (all.remove(one)) {
      one.sendNow(); // The send ends in "no connection".
      if (all.isEmpty()) {
        waiting.remove(node);
      }
    }
  }

  // Older texts go first, for their answers may be later.
  private synchronized void giveUpUntil(NodeName node, Waiting last) {
    Queue<Waiting> all = waiting.getOrDefault(node, new ArrayDeque<>());
    while (all.contains(last)) {
      giveUp(node, all.peek());
    }
  }
}
