package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import chat.moebi.store.KeptText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows the texts that other nodes keep for this one in a database that they share, if their
 * senders are away. The node sends them to itself, so that they are shown once though a sender that
 * is back sends them too. For the outbox's thread.
 */
final class SharedInbox {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** How many texts are shown before the database is read again. */
  private static final int PAGE = 100;

  private final OutboxContext context;
  private final List<UUID> answered = new ArrayList<>();
  private int unanswered;
  private boolean hasMore;

  SharedInbox(OutboxContext context) {
    this.context = context;
  }

  /** Looks for texts, now and from now on, if the database is a shared one. */
  void run() {
    if (!context.store().isShared()) {
      return;
    }
    if (!context.outgoing().isRunning()) {
      context.schedule(this::run, INTERVAL);
      return;
    }
    context.then(context.store().keptByOthers(), (texts, e) -> show(e == null ? texts : List.of()));
  }

  private void show(List<KeptText> kept) {
    List<KeptText> texts = new ArrayList<>(kept);
    texts.removeIf(text -> context.isReachable(text.from()));
    Map<NodeName, Integer> remaining = new HashMap<>();
    texts.forEach(text -> remaining.merge(text.from(), 1, Integer::sum));
    hasMore = texts.size() > PAGE;
    unanswered = Math.min(texts.size(), PAGE);
    if (unanswered == 0) {
      context.schedule(this::run, INTERVAL);
    }
    for (KeptText text : texts.subList(0, unanswered)) {
      show(text, remaining.merge(text.from(), -1, Integer::sum));
    }
  }

  private void show(KeptText text, int remaining) {
    context
        .outgoing()
        .resend(
            new Send(
                new Endpoint(text.from(), text.from(), Endpoint.OWN),
                Endpoint.of(context.self()),
                new Content(text.id(), text.text(), text.room(), false, false),
                context.sendTimeout(),
                result -> context.run(() -> answered(text.id(), result)),
                note -> {},
                Optional.empty(),
                Optional.of(
                    new Resent(
                        text.typed().toEpochMilli(),
                        text.number(),
                        text.attempted(),
                        0,
                        remaining))));
  }

  private void answered(UUID id, SendResult result) {
    if (KeptDelivery.isFinal(result)) {
      answered.add(id);
    } else {
      hasMore = false; // This text is shown before the others, after a pause.
    }
    unanswered--;
    if (unanswered == 0) {
      context.store().settle(context.self(), List.copyOf(answered));
      answered.clear();
      context.schedule(this::run, hasMore ? Duration.ZERO : INTERVAL);
    }
  }
}
