package chat.moebi.chat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The state of a text that is kept if it cannot be shown now: one for each recipient. Thread-safe.
 */
final class Keepable {

  private static final AtomicLong LAST = new AtomicLong();

  private final long order = LAST.incrementAndGet();
  private final long sentAt = System.nanoTime();
  private final long timeout;
  private final AtomicBoolean isDiverted = new AtomicBoolean();
  private volatile long attempted;

  /** Creates the state of a text whose sender waits for its result so long. */
  Keepable(Duration timeout) {
    this.timeout = timeout.toNanos();
  }

  /** Returns a number that grows from text to text, in the order in which they are sent. */
  long order() {
    return order;
  }

  /** Returns how much longer the sender waits for the result. */
  Duration timeLeft() {
    long left = timeout - (System.nanoTime() - sentAt);
    return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
  }

  /** Notes that the text is sent to an incarnation of its recipient, which may show it. */
  void sentTo(long incarnation) {
    attempted = incarnation;
  }

  /** Returns the incarnation of the recipient that may show the text; 0 if it was not sent. */
  long attempted() {
    return attempted;
  }

  /** Takes the text out of the usual way; returns false if that was done before. */
  boolean divert() {
    return isDiverted.compareAndSet(false, true);
  }

  boolean isDiverted() {
    return isDiverted.get();
  }

  /** Puts the text on the usual way again. */
  void resume() {
    attempted = 0;
    isDiverted.set(false);
  }
}
