package chat.moebi.chat;

import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells the senders of texts that are kept for one node what became of them. For one thread. */
final class KeptResults {

  private static final int MAX_EARLY = 1_000;

  private final NodeName node;
  private final OutboxContext context;

  /** The texts whose senders still wait for the result. */
  private final Map<UUID, Send> awaited = new HashMap<>();

  /** The texts that were shown after their senders were told that they are kept. */
  private final List<Content> shownLate = new ArrayList<>();

  /** The results of texts that are not in the store, perhaps because they are not there yet. */
  private final Map<UUID, SendResult> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, SendResult> eldest) {
          return size() > MAX_EARLY;
        }
      };

  KeptResults(NodeName node, OutboxContext context) {
    this.node = node;
    this.context = context;
  }

  /** Lets the sender of a kept text wait, as long as it wants to and the text may be shown soon. */
  void await(Send send) {
    Duration left = send.keepable().orElseThrow().timeLeft();
    if (left.isZero() || !context.isReachable(node)) {
      send.onResult().accept(new SendResult.Kept(node));
    } else {
      awaited.put(send.content().id(), send);
      context.schedule(() -> endWait(send), left);
    }
  }

  /** Tells all senders that wait that their texts are kept. */
  void endWaits() {
    List.copyOf(awaited.values()).forEach(this::endWait);
  }

  /** Ends the waits for texts that were dropped. */
  void forget(Collection<UUID> ids) {
    for (UUID id : ids) {
      Send waiting = awaited.remove(id);
      if (waiting != null) {
        // The node can be reached, so the text may be on its way.
        waiting.onResult().accept(new SendResult.NoAnswer(node, waiting.timeout()));
      }
    }
  }

  private void endWait(Send send) {
    if (awaited.remove(send.content().id(), send)) {
      send.onResult().accept(new SendResult.Kept(node));
    }
  }

  /** Notes the result of a text that may be on its way to the store. */
  void addEarly(UUID id, SendResult result) {
    early.put(id, result);
  }

  /** Returns the result that a text has had before it came to the store. */
  Optional<SendResult> takeEarly(UUID id) {
    return Optional.ofNullable(early.remove(id));
  }

  /** Tells the result of a text that is kept no longer. */
  void answered(Send send, SendResult result) {
    Send waiting = awaited.remove(send.content().id());
    if (waiting != null) {
      waiting.onResult().accept(result);
    } else if (result instanceof SendResult.Completed) {
      remember(send, result);
      shownLate.add(send.content());
    } else {
      remember(send, result);
      context
          .notes()
          .accept(KeptNotes.notShown(node, send.content().text(), result.shortSentence()));
    }
  }

  /** Remembers the result of an own text. */
  private void remember(Send send, SendResult result) {
    if (send.from().name().equals(context.self())) {
      context.store().record(SentTexts.afterKept(context.self(), node, send.content(), result));
    }
  }

  /** Tells the user which texts were shown late. */
  void tellShown() {
    shownLate.sort(Comparator.comparing(Content::written)); // The answers come in any order.
    KeptNotes.shown(node, shownLate).forEach(context.notes());
    shownLate.clear();
  }
}
