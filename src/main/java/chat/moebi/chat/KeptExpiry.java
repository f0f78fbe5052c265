package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.store.KeptText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Drops the texts that were kept for too long, and tells the user which of the own ones. For the
 * outbox's thread.
 */
final class KeptExpiry {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration SHORT_INTERVAL = Duration.ofSeconds(1);

  private final OutboxContext context;
  private final int days;
  private final BooleanSupplier isDelivering;
  private final BiConsumer<NodeName, List<UUID>> onExpired;

  /**
   * Creates an expiry that does nothing yet.
   *
   * @param isDelivering whether texts are being sent, which are not to expire now
   * @param onExpired takes the ids of own texts that are dropped
   */
  KeptExpiry(
      OutboxContext context,
      BooleanSupplier isDelivering,
      BiConsumer<NodeName, List<UUID>> onExpired) {
    this.context = context;
    this.days = context.settings().keepDays();
    this.isDelivering = isDelivering;
    this.onExpired = onExpired;
  }

  /** Drops texts that are too old, now and from now on. */
  void run() {
    if (isDelivering.getAsBoolean()) {
      context.schedule(this::run, SHORT_INTERVAL);
      return;
    }
    context.then(
        context.store().expire(Instant.now().minus(Duration.ofDays(days))),
        (expired, e) -> {
          if (e == null) { // Else the store has told why.
            drop(expired);
          }
          context.schedule(this::run, INTERVAL);
        });
  }

  private void drop(List<KeptText> expired) {
    Map<NodeName, List<KeptText>> own = new TreeMap<>();
    for (KeptText text : expired) {
      if (text.isOwn()) {
        own.computeIfAbsent(text.to(), node -> new ArrayList<>()).add(text);
        text.room().ifPresent(room -> context.rooms().forget(text.to(), room));
      }
    }
    own.forEach(
        (node, texts) -> {
          onExpired.accept(node, texts.stream().map(KeptText::id).toList());
          KeptNotes.expired(node, texts, days).forEach(context.notes());
        });
  }
}
