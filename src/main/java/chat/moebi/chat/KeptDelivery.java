package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import chat.moebi.store.KeptText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sends the texts that are kept for a node, some at a time, in their order. For the outbox's
 * thread.
 */
final class KeptDelivery {

  /** How many texts are read from the store and sent at once. */
  private static final int PAGE = 100;

  private final NodeName node;
  private final OutboxContext context;

  /** The incarnation of the node that each text was last sent to. */
  private final Map<UUID, Long> resentTo = new HashMap<>();

  private boolean isRunning;
  private boolean isComplete;
  private int unanswered;

  KeptDelivery(NodeName node, OutboxContext context) {
    this.node = node;
    this.context = context;
  }

  boolean isRunning() {
    return isRunning;
  }

  /**
   * Sends the first texts.
   *
   * @param kept the ids of all texts that are kept for the node
   * @param isTrusted whether more than one text is sent: the node has answered the last ones
   * @param onResult takes the result of each text
   * @param onEnd is told at the end whether each text was answered for good
   */
  void run(
      Set<UUID> kept,
      boolean isTrusted,
      BiConsumer<Send, SendResult> onResult,
      Consumer<Boolean> onEnd) {
    isRunning = true;
    isComplete = true;
    int size = isTrusted ? PAGE : 1;
    context.settled().dropAgain(node);
    context.then(
        context.store().ownKept(node, size + context.settled().count(node)),
        (page, e) -> {
          if (e != null) {
            isRunning = false;
            onEnd.accept(false);
          } else {
            send(page, size, kept, onResult, onEnd);
          }
        });
  }

  private void send(
      List<KeptText> page,
      int size,
      Set<UUID> kept,
      BiConsumer<Send, SendResult> onResult,
      Consumer<Boolean> onEnd) {
    List<KeptText> texts =
        page.stream().filter(text -> kept.contains(text.id())).limit(size).toList();
    if (page.isEmpty()) {
      kept.clear(); // The store has lost them, and has said so.
    }
    if (texts.isEmpty()) {
      isRunning = false;
      onEnd.accept(page.isEmpty()); // Else the store is asked again after a pause.
      return;
    }
    unanswered = texts.size();
    int remaining = kept.size();
    for (KeptText text : texts) {
      remaining--;
      send(text, remaining, onResult, onEnd);
    }
  }

  private void send(
      KeptText text,
      int remaining,
      BiConsumer<Send, SendResult> onResult,
      Consumer<Boolean> onEnd) {
    Content content = new Content(text.id(), text.text(), text.room(), false, false);
    Endpoint from = new Endpoint(text.from(), context.self(), Endpoint.OWN);
    Resent resent =
        new Resent(
            text.typed().toEpochMilli(),
            text.number(),
            text.attempted(),
            resentTo.getOrDefault(text.id(), 0L),
            remaining);
    resentTo.put(text.id(), context.incarnation(node));
    Send plain =
        new Send(from, Endpoint.of(node), content, context.sendTimeout(), result -> {}, note -> {});
    context
        .outgoing()
        .resend(
            new Send(
                from,
                plain.to(),
                content,
                plain.timeout(),
                result ->
                    context.run(
                        () -> {
                          onResult.accept(plain, result);
                          answered(result, onEnd);
                        }),
                note -> {},
                Optional.empty(),
                Optional.of(resent)));
  }

  private void answered(SendResult result, Consumer<Boolean> onEnd) {
    isComplete &= isFinal(result);
    unanswered--;
    if (unanswered == 0) {
      isRunning = false;
      onEnd.accept(isComplete);
    }
  }

  /** Whether a text with that result is not sent again. */
  static boolean isFinal(SendResult result) {
    return result instanceof SendResult.Completed
        || result instanceof SendResult.Failed
        || result instanceof SendResult.NotInRoom;
  }

  /** Forgets a text that is not kept any more. */
  void forget(UUID id) {
    resentTo.remove(id);
  }
}
