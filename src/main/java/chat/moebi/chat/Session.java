package chat.moebi.chat;

import chat.moebi.cluster.Timeouts;
import chat.moebi.cluster.Utf8;
import chat.moebi.name.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends under one name and receives the answers: the node's own session, or the session of a script
 * on a running node. Thread-safe; the chat closes its sessions when it closes.
 */
public final class Session implements AutoCloseable {

  /** How long a text may be, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 64 * 1024;

  private static final int MAX_BYTES_PER_CHAR = 3;

  private final Endpoint self;
  private final Duration sendTimeout;
  private final Peers peers;
  private final Outgoing outgoing;
  private final Outputs outputs;

  Session(Endpoint self, Duration sendTimeout, Peers peers, Outgoing outgoing, Outputs outputs) {
    this.self = self;
    this.sendTimeout = sendTimeout;
    this.peers = peers;
    this.outgoing = outgoing;
    this.outputs = outputs;
  }

  /** Sends a text and awaits its result for {@code chat.send-timeout}. */
  public CompletionStage<SendResult> send(String node, String text) {
    return send(node, text, sendTimeout);
  }

  /**
   * Sends a text as a task to a node, and awaits it. Texts sent one after the other to the same
   * node are shown there in that order, whether or not their results are waited for.
   *
   * @param node a full name, {@code kate@localhost}, or a short one
   * @param text at most {@link #MAX_TEXT_BYTES} long; may be empty
   * @param timeout after which the result is {@link SendResult.NoAnswer}; one that is longer than
   *     {@link Timeouts#LONGEST} counts as that
   * @return completes within the timeout, never exceptionally, on a thread that the next steps must
   *     not block; a step that may block needs an executor of its own
   * @throws IllegalArgumentException if the timeout is negative
   */
  public CompletionStage<SendResult> send(String node, String text, Duration timeout) {
    Duration bounded = Timeouts.checked(timeout);
    long bytes = bytesOf(text);
    if (bytes > MAX_TEXT_BYTES) {
      return CompletableFuture.completedFuture(new SendResult.TooLong(bytes));
    }
    NodeName recipient;
    try {
      if (NodeName.isFull(node)) {
        recipient = NodeName.parse(node);
      } else {
        List<NodeName> meant = peers.view().meant(node);
        if (meant.size() > 1) {
          return CompletableFuture.completedFuture(new SendResult.WhichNode(node, meant));
        }
        recipient = meant.get(0);
      }
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new SendResult.BadName(e.getMessage()));
    }
    return outgoing.send(self, Endpoint.of(recipient), Content.of(Utf8.encodable(text)), bounded);
  }

  /** Ends the session: what is addressed to it from now on is dropped. */
  @Override
  public void close() {
    outputs.close(self);
  }

  private static long bytesOf(String text) {
    return (long) text.length() * MAX_BYTES_PER_CHAR <= MAX_TEXT_BYTES
        ? 0
        : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
