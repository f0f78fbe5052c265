package chat.moebi.cluster;

import java.time.Duration;

/** Limits timeouts that a caller, another process or a setting has chosen. */
public final class Timeouts {

  /**
   * The longest timeout and the longest duration of a setting: longer than any node runs. Akka's
   * scheduler takes up to 2^31 ticks, which are 1,242 days at a tick of 50 ms, and 248 days at
   * Akka's own tick of 10 ms. A {@code long} counts 292 years in nanoseconds.
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
