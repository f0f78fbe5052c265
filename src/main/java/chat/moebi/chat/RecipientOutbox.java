package chat.moebi.chat;

import chat.moebi.chat.Diversions.Cause;
import chat.moebi.chat.Diversions.Diverted;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.name.NodeName;
import chat.moebi.store.Kept;
import chat.moebi.store.KeptText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * The texts that wait for one node: takes them from the diversion in their order, has them written
 * to the store, and delivers them when the node can be reached. For the outbox's thread.
 */
final class RecipientOutbox {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final NodeName node;
  private final OutboxContext context;
  private final Runnable onChange;
  private final KeptDelivery delivery;
  private final KeptResults results;

  /** The ids of the texts in the store, in their order. */
  private final Set<UUID> kept = new LinkedHashSet<>();

  private final Queue<Diverted> writing = new ArrayDeque<>();
  private boolean isChecking;

  /** The next attempt to deliver; null if nothing keeps it waiting. */
  private Future<?> paused;

  private int failures;

  /**
   * Creates an empty outbox.
   *
   * @param onChange is called when {@link #proceed} may have something to do
   */
  RecipientOutbox(NodeName node, OutboxContext context, Runnable onChange) {
    this.node = node;
    this.context = context;
    this.onChange = onChange;
    this.delivery = new KeptDelivery(node, context);
    this.results = new KeptResults(node, context);
  }

  /** Adds the texts that the store had at the start. */
  void add(Collection<UUID> ids) {
    ids.stream().filter(id -> !context.settled().contains(node, id)).forEach(kept::add);
  }

  /** Does what can be done now; returns false if nothing waits for the node any more. */
  boolean proceed() {
    for (Diverted next = context.diversions().peek(node);
        next != null && !isChecking;
        next = context.diversions().peek(node)) {
      if (!kept.isEmpty() || !writing.isEmpty()) {
        write(context.diversions().take(node));
      } else if (next.cause() == Cause.BEHIND_OTHERS && context.outgoing().isRunning()) {
        break; // There are no others any more.
      } else {
        check(next);
      }
    }
    if (isChecking || !writing.isEmpty()) {
      return true;
    }
    if (kept.isEmpty()) {
      return delivery.isRunning();
    }
    deliver();
    return true;
  }

  /** Decides whether anything is kept for the node at all. */
  private void check(Diverted first) {
    isChecking = true;
    CompletionStage<Boolean> isOther =
        first.cause() == Cause.NO_ANSWER
            ? CompletableFuture.completedFuture(false)
            : context.peers().hasDifferentCookie(node).exceptionally(e -> false);
    context.then(
        context.isMet(node).thenCombine(isOther, (met, other) -> met && !other),
        (isKept, e) -> {
          isChecking = false;
          Diverted checked = context.diversions().take(node);
          if (e == null && isKept) {
            write(checked);
          } else {
            context.diversions().done(checked);
            refuse(checked, e == null ? Optional.empty() : Optional.of(e.getMessage()));
          }
          onChange.run();
        });
  }

  private void write(Diverted text) {
    writing.add(text);
    Send send = text.send();
    Content content = send.content();
    KeptText written =
        new KeptText(
            content.id(),
            content.written(),
            send.from().name(),
            node,
            content.room(),
            content.text(),
            0,
            text.cause() == Cause.NO_ANSWER ? send.keepable().orElseThrow().attempted() : 0,
            true);
    context.then(context.store().keep(written), (answer, e) -> written(text, answer));
  }

  // The store answers in the order of the texts.
  private void written(Diverted text, Kept answer) {
    writing.remove();
    context.diversions().done(text);
    UUID id = text.send().content().id();
    if (answer instanceof Kept.Stored) {
      kept.add(id);
      results.await(text.send());
      results.takeEarly(id).ifPresent(early -> answered(text.send(), early));
    } else if (answer instanceof Kept.Refused refused) {
      refuse(text, Optional.of(refused.reason()));
      if (context.store().fault().isPresent()) {
        context.settled().addUncertain(node, id);
        context.onFault().run();
      }
    }
    onChange.run();
  }

  private void refuse(Diverted text, Optional<String> reason) {
    Send send = text.send();
    SendResult result =
        text.cause() == Cause.NO_ANSWER
            ? new SendResult.NoAnswer(node, send.timeout())
            : reason
                .<SendResult>map(why -> new SendResult.NotKept(node, why))
                .orElse(new SendResult.NoConnection(node));
    send.onResult().accept(results.takeEarly(send.content().id()).orElse(result));
  }

  private void deliver() {
    if (paused != null || delivery.isRunning()) {
      return;
    }
    if (!context.isReachable(node)) {
      pause(LONGEST_PAUSE); // If nobody says before that the node has come.
      return;
    }
    delivery.run(kept, failures == 0, this::answered, this::delivered);
  }

  private void delivered(boolean isComplete) {
    results.tellShown();
    failures = isComplete ? 0 : failures + 1;
    if (failures > 0) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 4));
      pause(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }
    onChange.run();
  }

  private void pause(Duration pause) {
    endPause();
    paused =
        context.schedule(
            () -> {
              endPause();
              onChange.run();
            },
            pause);
  }

  private void endPause() {
    if (paused != null) {
      paused.cancel(false);
      paused = null;
    }
  }

  /** The node can be reached again, or may be: no pause is worth waiting for. */
  void nodeChanged() {
    failures = 0;
    endPause();
  }

  boolean isDelivering() {
    return delivery.isRunning();
  }

  /** The user wants these texts not to be shown. */
  void forget(Collection<UUID> ids) {
    kept.removeAll(ids);
    ids.forEach(delivery::forget);
    results.forget(ids);
  }

  boolean isWriting() {
    return isChecking || !writing.isEmpty() || context.diversions().peek(node) != null;
  }

  /** Tells all senders that wait that their texts are kept. */
  void endWaits() {
    results.endWaits();
  }

  /** A result has come of a text that was resent, or was diverted since it had none. */
  void answered(Send send, SendResult result) {
    UUID id = send.content().id();
    if (!KeptDelivery.isFinal(result)) {
      return;
    }
    context.rooms().answered(node, send.content().room(), result);
    if (kept.remove(id)) {
      context.settled().settle(node, List.of(id));
      delivery.forget(id);
      results.answered(send, result);
      if (!delivery.isRunning()) {
        results.tellShown();
      }
    } else {
      results.addEarly(id, result);
    }
  }
}
