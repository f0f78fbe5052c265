package chat.moebi.chat;

import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.cluster.RecentSet;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.store.Outcome;
import chat.moebi.store.Shown;
import chat.moebi.store.Store;
import chat.moebi.store.StoredText;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The texts that this node has shown. A text may be sent again because its sender got no answer; it
 * is shown once. The last texts are known in memory, all others in the store. Outlives each of the
 * node's ActorSystems. Thread-safe.
 */
final class ShownTexts {

  private static final int MAX_INCARNATIONS = 1_024;

  private final Store store;
  private final RecentIds remembered = new RecentIds();

  /** The incarnations of this node that have run in this process. */
  private final RecentSet<Long> incarnations = new RecentSet<>(MAX_INCARNATIONS);

  private final boolean isRecording;

  ShownTexts(Store store) {
    this.store = store;
    this.isRecording = store.fault().isEmpty(); // A store that is off never works.
  }

  /** An ActorSystem of this node has started. */
  synchronized void started(long incarnation) {
    incarnations.add(incarnation);
    store.started(incarnation);
  }

  /** Whether a text was shown by this process, as far as that is remembered. */
  synchronized boolean contains(UUID id) {
    return id != null && remembered.contains(id); // Null from a node of an older version.
  }

  /** Returns a receiver that remembers what another one shows. */
  Receiver remembering(Receiver receiver) {
    return new Receiver() {
      @Override
      public void show(Message message, Answers answers, Consumer<Result> onResult) {
        receiver.show(
            message,
            answers,
            result -> {
              if (result instanceof Receiver.Shown) {
                remember(message);
              }
              onResult.accept(result);
            });
      }

      @Override
      public void told(Message message) {
        receiver.told(message);
      }

      @Override
      public void forget() {
        receiver.forget();
      }
    };
  }

  private void remember(Message message) {
    synchronized (this) {
      remembered.add(message.id());
    }
    if (isRecording) {
      store.record(stored(message));
    }
  }

  /**
   * Returns whether this node has shown a text that is sent again; if not, notes that the text is
   * about to be shown.
   */
  CompletionStage<Shown> prepare(UUID id, Resent resent) {
    return hasShown(id, resent)
        .thenCompose(
            shown ->
                shown == Shown.YES
                    ? CompletableFuture.completedFuture(shown)
                    : store.showing(id).thenApply(written -> shown));
  }

  private CompletionStage<Shown> hasShown(UUID id, Resent resent) {
    if (contains(id)) {
      return CompletableFuture.completedFuture(Shown.YES);
    }
    long attempted = ofOther(resent.attempted());
    long resentTo = ofOther(resent.resentTo());
    // Without a store no attempt leaves a trace; with one, only those of a text that was not kept.
    return store
        .shown(id, attempted)
        .thenApply(
            shown ->
                shown == Shown.NO && resentTo != 0 && store.fault().isPresent()
                    ? Shown.UNKNOWN
                    : shown);
  }

  /** Returns 0 for an incarnation that has run in this process: what it has shown is known. */
  private synchronized long ofOther(long incarnation) {
    return incarnations.contains(incarnation) ? 0 : incarnation;
  }

  /** Records a text that was sent again and shown; completes when that is on disk, if it can be. */
  CompletionStage<?> record(Message message, Resent resent) {
    return store.recordShown(stored(message), resent.number());
  }

  private static StoredText stored(Message message) {
    return new StoredText(
        message.id(),
        message.kept().map(Message.Kept::typed).orElse(message.time()),
        message.from(),
        Optional.of(message.to()),
        message.room(),
        message.text(),
        message.isAutomatic(),
        message.kept().filter(Message.Kept::isMaybeAgain).isPresent()
            ? Outcome.MAYBE_AGAIN
            : Outcome.RECEIVED);
  }
}
