package chat.moebi.cluster;

import java.time.Duration;

/** Tells whether a time has passed, by the monotonic clock: the one of the wall may be set. */
public final class Elapsed {

  private Elapsed() {}

  /**
   * Tells whether more time than the limit has passed.
   *
   * @param since a {@link System#nanoTime()} of this process
   */
  public static boolean isOver(long since, Duration limit) {
    return System.nanoTime() - since > limit.toNanos();
  }
}
