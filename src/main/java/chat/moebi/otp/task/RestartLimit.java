package chat.moebi.otp.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Counts the restarts of a supervisor's children: OTP's restart intensity. For one thread. */
final class RestartLimit {

  private final int maxRestarts;
  private final Duration maxTime;
  private final LongSupplier nanoTime;
  private final Deque<Long> restarts = new ArrayDeque<>();

  RestartLimit(int maxRestarts, Duration maxTime, LongSupplier nanoTime) {
    this.maxRestarts = maxRestarts;
    this.maxTime = maxTime;
    this.nanoTime = nanoTime;
  }

  /** Counts a restart. Returns false if it is not allowed. */
  boolean allows() {
    long now = nanoTime.getAsLong();
    restarts.addLast(now);
    while (now - restarts.peekFirst() > maxTime.toNanos()) {
      restarts.removeFirst();
    }
    return restarts.size() <= maxRestarts;
  }

  void reset() {
    restarts.clear();
  }
}
