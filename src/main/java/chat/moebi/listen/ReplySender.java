package chat.moebi.listen;

import chat.moebi.output.Receiver.Answers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends the texts of one command's reply in their order, a few at a time, so that a long reply
 * makes nobody busy. After the first that is not shown the others are dropped. Thread-safe.
 */
final class ReplySender {

  /** How many texts of one reply are on their way at once. */
  private static final int MAX_UNANSWERED = 100;

  private final Answers answers;
  private final Consumer<String> onLost;
  private final Queue<String> waiting = new ArrayDeque<>();
  private int unanswered;
  private boolean isLost;

  /**
   * Creates a sender.
   *
   * @param onLost takes the reason for which a text was not shown, once
   */
  ReplySender(Answers answers, Consumer<String> onLost) {
    this.answers = answers;
    this.onLost = onLost;
  }

  synchronized void send(String text) {
    if (!isLost) {
      waiting.add(text);
      sendNext();
    }
  }

  /** Waits until each text was shown, or one was not, at most for a time. */
  synchronized void awaitShown(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toNanos();
          unanswered > 0 && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until each text was shown, or one was not: each gets a result in time. */
  synchronized void awaitShown() {
    try {
      while (isAwaited()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAwaited() {
    return unanswered > 0 && !isLost;
  }

  /** Sends no further text, and ends the waits. */
  synchronized void drop() {
    isLost = true;
    waiting.clear();
    notifyAll();
  }

  private void sendNext() {
    while (unanswered < MAX_UNANSWERED && !waiting.isEmpty()) {
      unanswered++;
      answers.send(waiting.remove()).thenAccept(this::answered);
    }
  }

  private synchronized void answered(Optional<String> failure) {
    unanswered--;
    if (failure.isPresent() && !isLost) {
      drop();
      onLost.accept(failure.get());
    }
    sendNext();
    if (unanswered == 0) {
      notifyAll();
    }
  }
}
