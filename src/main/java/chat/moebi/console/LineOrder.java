package chat.moebi.console;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What a line waits for before it is carried out. */
final class LineOrder {

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** For each queue, a future that completes when its last line has been carried out. */
  private final Map<String, CompletableFuture<Void>> queues = new HashMap<>();

  /** For each node, a future that completes when the last text to it has been sent. */
  private final Map<String, CompletableFuture<Void>> sent = new HashMap<>();

  /**
   * Returns a future that completes when the next line of a queue may be carried out: after the one
   * before it in the queue, and after the texts to its recipients have been sent.
   *
   * @param isSent completes when that line has sent what it sends
   */
  CompletableFuture<Void> before(
      String queue, Set<String> recipients, CompletableFuture<Void> isSent) {
    CompletableFuture<Void> before =
        CompletableFuture.allOf(
            Stream.concat(
                    Stream.of(queues.getOrDefault(queue, DONE)),
                    recipients.stream().map(node -> sent.getOrDefault(node, DONE)))
                .toArray(CompletableFuture<?>[]::new));
    recipients.forEach(node -> sent.put(node, isSent));
    return before;
  }

  /** Puts a line at the end of a queue; {@code isDone} completes when it has been carried out. */
  void put(String queue, CompletableFuture<Void> isDone) {
    queues.put(queue, isDone);
  }
}
