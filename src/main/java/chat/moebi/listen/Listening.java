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
 * Hands a number of texts on, refuses all further ones, and completes after the last. Thread-safe.
 */
public final class Listening implements Receiver {

  private final Receiver receiver;
  private final int count;

  /** Whether a text that is not shown does not count, and ends the listening. */
  private final boolean endsAtFailure;

  private final CompletableFuture<Optional<String>> over = new CompletableFuture<>();

  /** The texts without a result. */
  private final Set<Message> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The texts that count, and whose senders are not told their results yet. */
  private final Set<Message> untold = Collections.newSetFromMap(new IdentityHashMap<>());

  private int told;

  private Listening(Receiver receiver, int count, boolean endsAtFailure) {
    this.receiver = receiver;
    this.count = count;
    this.endsAtFailure = endsAtFailure;
  }

  /** Shows {@code count} texts; none can be shown any more after one that cannot. */
  public static Listening showing(Receiver output, int count) {
    return new Listening(output, count, true);
  }

  /** Hands {@code count} texts to commands; one whose command fails counts as well. */
  public static Listening running(CommandRunner commands, int count) {
    return new Listening(commands, count, false);
  }

  /**
   * Completes when all texts have come and their senders know, or when the output fails: then with
   * the reason.
   */
  public CompletionStage<Optional<String>> whenOver() {
    return over;
  }

  @Override
  public void show(Message message, Answers answers, Consumer<Result> onResult) {
    if (take(message)) {
      receiver.show(
          message,
          answers,
          result -> {
            finish(message, result);
            onResult.accept(result);
          });
    } else {
      onResult.accept(new NotShown("it has all of its " + count + " messages, and leaves"));
    }
  }

  private synchronized boolean take(Message message) {
    return open.size() + untold.size() + told < count && open.add(message);
  }

  private synchronized void finish(Message message, Result result) {
    boolean isTellable = open.remove(message); // Else its ActorSystem has ended.
    if (result instanceof NotShown failure && endsAtFailure) {
      over.complete(Optional.of(failure.reason()));
    } else if (result != Busy.INSTANCE && isTellable) {
      untold.add(message);
    } else if (result != Busy.INSTANCE) {
      told(1);
    }
  }

  @Override
  public synchronized void told(Message message) {
    if (untold.remove(message)) {
      told(1);
    }
    receiver.told(message);
  }

  /** The ActorSystem ends: the senders of its texts are told nothing more. */
  @Override
  public void forget() {
    synchronized (this) {
      told(untold.size());
      untold.clear();
      open.clear();
    }
    receiver.forget();
  }

  private void told(int more) {
    told += more;
    if (told >= count) {
      over.complete(Optional.empty());
    }
  }
}
