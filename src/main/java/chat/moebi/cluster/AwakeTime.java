package chat.moebi.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures time as far as this node was awake: of the time between two looks at it no more counts
 * than they use to be apart. In the rest the node was frozen, collected garbage or had no
 * processor; what others did not say then, it could not have heard. Thread-safe.
 */
final class AwakeTime {

  private final LongSupplier nanoTime;
  private final long longest;
  private long lookedAt;
  private long awake;

  /**
   * Measures by a monotonic clock.
   *
   * @param longest what counts between two looks, at most
   */
  AwakeTime(LongSupplier nanoTime, Duration longest) {
    this.nanoTime = nanoTime;
    this.longest = longest.toNanos();
    this.lookedAt = nanoTime.getAsLong();
  }

  /** Returns for how many nanoseconds this node has been awake since this was made. */
  synchronized long nanos() {
    long now = nanoTime.getAsLong();
    awake += Math.min(now - lookedAt, longest);
    lookedAt = now;
    return awake;
  }

  /**
   * Tells whether more time than the limit has passed.
   *
   * @param since a former {@link #nanos()}
   */
  boolean isOver(long since, Duration limit) {
    return nanos() - since > limit.toNanos();
  }
}
