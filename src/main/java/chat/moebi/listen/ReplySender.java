package chat.moebi.listen;

import chat.moebi.output.Receiver.Answers;
import chat.moebi.output.Receiver.Loss;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Sends the texts of one command's reply in their order, a limited number at a time, so that a long
 * reply does not make the recipient busy. After a text that no node shows, the remaining texts are
 * dropped. Thread-safe.
 */
final class ReplySender {

  /** How many texts of one reply are on their way at once. */
  private static final int MAX_UNANSWERED = 100;

  private final Answers answers;
  private final Queue<String> waiting = new ArrayDeque<>();
  private int unanswered;
  private boolean isSending;
  private boolean isLost;
  private String failure;

  ReplySender(Answers answers) {
    this.answers = answers;
  }

  void send(String text) {
    synchronized (this) {
      if (isLost) {
        return;
      }
      waiting.add(text);
    }
    sendNext();
  }

  /**
   * Returns why a text was not shown by each node: the reason of a text that no node has shown if
   * there is one, else the first reason.
   */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits until each text has a result or one was lost, but at most for a time. */
  synchronized void awaitShown(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toNanos(); isAwaited() && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until each text has a result or one was lost. The chat limits how long that takes. */
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

  /** Drops the texts that wait, and ends each {@code awaitShown}. */
  synchronized void drop() {
    isLost = true;
    waiting.clear();
    notifyAll();
  }

  /** Sends the texts that may be sent now. One thread at a time does this, without the monitor. */
  private void sendNext() {
    if (beginSending()) {
      for (String text = next(); text != null; text = next()) {
        answers.send(text).thenAccept(this::answered);
      }
    }
  }

  private synchronized boolean beginSending() {
    boolean isFree = !isSending;
    isSending = true;
    return isFree;
  }

  /** Returns the text to send now; or null, and then no thread is sending any more. */
  private synchronized String next() {
    isSending = unanswered < MAX_UNANSWERED && !waiting.isEmpty();
    if (!isSending) {
      return null;
    }
    unanswered++;
    return waiting.remove();
  }

  /** Runs on a thread of the chat, so this method does not block. */
  private void answered(Optional<Loss> loss) {
    synchronized (this) {
      unanswered--;
      loss.ifPresent(this::lost);
      if (unanswered == 0) {
        notifyAll();
      }
    }
    sendNext();
  }

  private void lost(Loss loss) {
    if (isLost) {
      return;
    }
    if (failure == null || loss.isTotal()) {
      failure = loss.reason();
    }
    if (loss.isTotal()) {
      drop();
    }
  }
}
