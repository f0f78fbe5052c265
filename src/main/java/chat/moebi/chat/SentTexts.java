package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.store.Outcome;
import chat.moebi.store.Store;
import chat.moebi.store.StoredText;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Remembers the texts of a node's own session, with what became of them. Thread-safe. */
final class SentTexts {

  private final Store store;

  SentTexts(Store store) {
    this.store = store;
  }

  /** Remembers a text that is sent to one node, once there is a result. */
  void sent(NodeName from, NodeName to, Content content, CompletionStage<SendResult> sent) {
    sent.thenAccept(
        result -> store.record(stored(from, Optional.of(to), content, outcome(result))));
  }

  /** Remembers a text that is sent to a room or to all nodes, once there is a result. */
  void sent(NodeName from, Content content, CompletionStage<GroupResult> sent) {
    sent.thenAccept(
        result -> store.record(stored(from, Optional.empty(), content, outcome(result))));
  }

  /** Remembers what became of a text that was kept. */
  static StoredText afterKept(NodeName from, NodeName to, Content content, SendResult result) {
    return stored(from, Optional.of(to), content, outcome(result));
  }

  private static Outcome outcome(SendResult result) {
    if (result instanceof SendResult.Completed) {
      return Outcome.OK;
    }
    return result instanceof SendResult.Kept ? Outcome.KEPT : Outcome.FAILED;
  }

  private static Outcome outcome(GroupResult result) {
    if (result instanceof GroupResult.Shown) {
      return Outcome.OK;
    }
    return result instanceof GroupResult.Kept ? Outcome.KEPT : Outcome.FAILED;
  }

  private static StoredText stored(
      NodeName from, Optional<NodeName> to, Content content, Outcome outcome) {
    return new StoredText(
        content.id(),
        content.written(),
        from,
        to,
        content.room(),
        content.text(),
        content.isAutomatic(),
        outcome);
  }
}
