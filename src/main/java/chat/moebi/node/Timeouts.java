package chat.moebi.node;

import java.time.Duration;

/**
 * Bounds timeouts that a caller or another process has chosen, before anything counts with them.
 */
public final class Timeouts {

  /**
   * The longest timeout: longer than any node runs. Akka's scheduler takes no more than 248 days,
   * and a {@code long} counts 292 years in nanoseconds.
   */
  public static final Duration LONGEST = Duration.ofDays(200);

  private Timeouts() {}

  /**
   * Returns the timeout, or {@link #LONGEST} in place of a longer one.
   *
   * @throws IllegalArgumentException if the timeout is negative
   */
  public static Duration checked(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout cannot be negative: " + timeout);
    }
    return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
  }
}
