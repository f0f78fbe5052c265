package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The messages to a {@link MessageSender}, from its own node. */
final class SenderProtocol {

  private SenderProtocol() {}

  /** A message to the sender. */
  interface Command {}

  /**
   * Sends a text.
   *
   * @param onResult takes the result, once, on the thread of the sender
   * @param onNote takes a sentence about an answer that came after that
   * @param keepable the state of a text that is kept if it cannot be shown now
   * @param resent what the recipient needs to know of a text that was kept
   */
  record Send(
      Endpoint from,
      Endpoint to,
      Content content,
      Duration timeout,
      Consumer<SendResult> onResult,
      Consumer<String> onNote,
      Optional<Keepable> keepable,
      Optional<Resent> resent)
      implements Command {

    /** Creates a text that is sent once. */
    Send(
        Endpoint from,
        Endpoint to,
        Content content,
        Duration timeout,
        Consumer<SendResult> onResult,
        Consumer<String> onNote) {
      this(from, to, content, timeout, onResult, onNote, Optional.empty(), Optional.empty());
    }

    /** Whether the recipient shows the text only after the one before it. */
    boolean isOrdered() {
      return keepable.isPresent() || resent.isPresent();
    }

    /** Returns the same text with another timeout. */
    Send within(Duration other) {
      return new Send(from, to, content, other, onResult, onNote, keepable, resent);
    }

    /** Returns the same text with another that takes the result. */
    Send withResultTo(Consumer<SendResult> other) {
      return new Send(from, to, content, timeout, other, onNote, keepable, resent);
    }
  }

  /** Sends what was diverted from a node; nothing is kept for the node any more. */
  record Resume(NodeName node) implements Command {}
}
