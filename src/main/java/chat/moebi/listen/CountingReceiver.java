package chat.moebi.listen;

import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Hands a number of texts to another receiver, and refuses all further ones. A text counts when its
 * sender was told the result. Thread-safe.
 */
public final class CountingReceiver implements Receiver {

  private final Receiver receiver;
  private final int count;

  /** Whether a text that is not shown fails the receiver, instead of being counted. */
  private final boolean failsWithText;

  private final CompletableFuture<Optional<String>> done = new CompletableFuture<>();

  /** The texts without a result. */
  private final Set<Message> pending = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The texts with a result that their senders are not told yet. */
  private final Set<Message> unreported = Collections.newSetFromMap(new IdentityHashMap<>());

  private int counted;

  private CountingReceiver(Receiver receiver, int count, boolean failsWithText) {
    this.receiver = receiver;
    this.count = count;
    this.failsWithText = failsWithText;
  }

  /** Shows {@code count} texts; the first that cannot be shown is the last. */
  public static CountingReceiver showing(Receiver output, int count) {
    return new CountingReceiver(output, count, true);
  }

  /** Hands {@code count} texts to commands; a text whose command fails counts as well. */
  public static CountingReceiver running(CommandRunner commands, int count) {
    return new CountingReceiver(commands, count, false);
  }

  /**
   * Completes with empty when all texts have come and their senders know the results, or with a
   * reason when the output fails.
   */
  public CompletionStage<Optional<String>> whenDone() {
    return done;
  }

  @Override
  public void show(Message message, Answers answers, Consumer<Result> onResult) {
    if (accept(message)) {
      receiver.show(
          message,
          answers,
          result -> {
            finish(message, result);
            onResult.accept(result);
          });
    } else {
      onResult.accept(Busy.INSTANCE); // It has all of its texts, and leaves.
    }
  }

  private synchronized boolean accept(Message message) {
    return pending.size() + unreported.size() + counted < count && pending.add(message);
  }

  private synchronized void finish(Message message, Result result) {
    boolean isReportable = pending.remove(message); // Else its ActorSystem has ended.
    if (result instanceof NotShown failure && failsWithText) {
      done.complete(Optional.of(failure.reason()));
    } else if (result != Busy.INSTANCE && isReportable) {
      unreported.add(message);
    } else if (result != Busy.INSTANCE) {
      count(1);
    }
  }

  @Override
  public synchronized void told(Message message) {
    if (unreported.remove(message)) {
      count(1);
    }
    receiver.told(message);
  }

  /** The ActorSystem ends: the senders of its texts are told nothing more. */
  @Override
  public void forget() {
    synchronized (this) {
      count(unreported.size());
      unreported.clear();
      pending.clear();
    }
    receiver.forget();
  }

  private void count(int more) {
    counted += more;
    if (counted >= count) {
      done.complete(Optional.empty());
    }
  }
}
