package chat.moebi.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A clock that stands still while the process is paused: no reading advances it by more than a
 * limit. While the process was frozen, collected garbage or had no processor, it could not have
 * heard from other nodes, so that time does not count against them. Thread-safe.
 */
final class AwakeTime {

  private final LongSupplier nanoTime;
  private final long longest;
  private long readAt;
  private long awake;

  /**
   * Creates a clock.
   *
   * @param nanoTime a monotonic clock
   * @param longest the most that counts between two readings
   */
  AwakeTime(LongSupplier nanoTime, Duration longest) {
    this.nanoTime = nanoTime;
    this.longest = longest.toNanos();
    this.readAt = nanoTime.getAsLong();
  }

  /** Returns the nanoseconds that the process has been awake since the clock was created. */
  synchronized long nanos() {
    long now = nanoTime.getAsLong();
    awake += Math.min(now - readAt, longest);
    readAt = now;
    return awake;
  }

  /** Returns whether more time than the limit has passed since an earlier {@link #nanos()}. */
  boolean isOver(long since, Duration limit) {
    return nanos() - since > limit.toNanos();
  }

  /** Returns a stopwatch by this clock, which is stopped. */
  Stopwatch stopwatch() {
    return new Stopwatch();
  }

  /** The time of an event, or none while the stopwatch is stopped. Not thread-safe. */
  final class Stopwatch {

    private static final long STOPPED = -1;

    private long startedAt = STOPPED;

    /** Starts from zero, also if the stopwatch is running. */
    void start() {
      startedAt = nanos();
    }

    /** Starts the stopwatch unless it is running; returns whether it was stopped. */
    boolean startIfStopped() {
      boolean wasStopped = !isRunning();
      if (wasStopped) {
        start();
      }
      return wasStopped;
    }

    void stop() {
      startedAt = STOPPED;
    }

    boolean isRunning() {
      return startedAt != STOPPED;
    }

    /** Returns whether the stopwatch has been running for longer than the limit. */
    boolean isOver(Duration limit) {
      return isRunning() && AwakeTime.this.isOver(startedAt, limit);
    }

    long startedAt() {
      return startedAt;
    }
  }
}
