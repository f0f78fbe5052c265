package chat.moebi.cluster;

import java.time.Duration;

/** Measures time by the monotonic clock, because the system time may be set. */
public final class Elapsed {

  private Elapsed() {}

  /**
   * Returns whether more time than the limit has passed.
   *
   * @param since a {@link System#nanoTime()} of this process
   */
  public static boolean isOver(long since, Duration limit) {
    return System.nanoTime() - since > limit.toNanos();
  }
}
