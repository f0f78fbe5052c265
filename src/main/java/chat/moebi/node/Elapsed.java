package chat.moebi.node;

import java.time.Duration;

/** Tells whether a time has passed, by the monotonic clock: the one of the wall may be set. */
final class Elapsed {

  private Elapsed() {}

  /**
   * Tells whether more time than the limit has passed.
   *
   * @param since a {@link System#nanoTime()} of this process
   */
  static boolean isOver(long since, Duration limit) {
    return System.nanoTime() - since > limit.toNanos();
  }
}
