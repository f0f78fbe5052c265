package chat.moebi.chat;

import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keeps the texts for a node that is starting until the node can be reached: its user sees a prompt
 * before that. Each node has a window, so the memory is bounded. Thread-safe.
 */
final class StartingRecipients {

  private record Recipient(Queue<Waiting> texts, Window window) {}

  private static final class Waiting {
    final int bytes;
    final boolean isKept;
    final Consumer<Duration> send;
    final Duration timeout;
    final long since = System.nanoTime();
    final CompletableFuture<Void> expiry = new CompletableFuture<>();

    Waiting(int bytes, boolean isKept, Consumer<Duration> send, Duration timeout) {
      this.bytes = bytes;
      this.isKept = isKept;
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
  private final Supplier<Window> newWindow;
  private final Map<NodeName, Recipient> recipients = new ConcurrentHashMap<>();

  StartingRecipients(
      Predicate<NodeName> isReachable,
      Function<NodeName, CompletionStage<Boolean>> isStarting,
      Supplier<Window> newWindow) {
    this.isReachable = isReachable;
    this.isStarting = isStarting;
    this.newWindow = newWindow;
  }

  /**
   * Calls {@code send} as soon as the node can be reached, is known not to be starting, or the
   * timeout is over. Calls for one node keep their order.
   *
   * @param bytes the size of the text
   * @param isKept whether the text is kept if it cannot be sent; older ones go before it even if
   *     their timeout is longer
   * @param send takes how much of the timeout is left
   * @return whether the text fits in the window of the node; if not, {@code send} is never called
   */
  boolean send(
      NodeName node, int bytes, Duration timeout, boolean isKept, Consumer<Duration> send) {
    if (recipients.isEmpty() && isReachable.test(node)) {
      send.accept(timeout);
      return true;
    }
    Waiting added = new Waiting(bytes, isKept, send, timeout);
    synchronized (this) {
      Recipient recipient =
          recipients.computeIfAbsent(node, n -> new Recipient(new ArrayDeque<>(), newWindow.get()));
      if (!recipient.window.take(bytes)) {
        return false;
      }
      recipient.texts.add(added);
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
    return true;
  }

  /** Sends the texts that wait for a node if the node can be reached now. */
  synchronized void nodeChanged(NodeName node) {
    Recipient recipient = recipients.get(node);
    if (recipient != null && isReachable.test(node)) {
      while (!recipient.texts.isEmpty()) {
        sendNow(recipient, recipient.texts.remove());
      }
      recipients.remove(node); // Last, so that no newer text overtakes these.
    }
  }

  // The send ends in "no connection", or the text is kept, and the older ones before it.
  private synchronized void giveUp(NodeName node, Waiting one) {
    Recipient recipient = recipients.get(node);
    if (recipient != null && recipient.texts.contains(one)) {
      for (Waiting text : List.copyOf(recipient.texts)) {
        if (text == one) {
          break;
        } else if (text.isKept && one.isKept) {
          recipient.texts.remove(text);
          sendNow(recipient, text);
        }
      }
      recipient.texts.remove(one);
      sendNow(recipient, one);
      removeIfEmpty(node, recipient);
    }
  }

  // Older texts go first, for their answers may be later.
  private synchronized void giveUpUntil(NodeName node, Waiting last) {
    Recipient recipient = recipients.get(node);
    if (recipient != null && recipient.texts.contains(last)) {
      Waiting next;
      do {
        next = recipient.texts.remove();
        sendNow(recipient, next);
      } while (next != last);
      removeIfEmpty(node, recipient);
    }
  }

  private void removeIfEmpty(NodeName node, Recipient recipient) {
    if (recipient.texts.isEmpty()) {
      recipients.remove(node);
    }
  }

  private static void sendNow(Recipient recipient, Waiting text) {
    recipient.window.giveBack(text.bytes);
    text.sendNow();
  }
}
