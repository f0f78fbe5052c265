package chat.moebi.otp.task;

import chat.moebi.node.Timeouts;
import java.time.Duration;

/**
 * Says how a task supervisor is set up.
 *
 * @param maxChildren how many tasks it runs at once; past that it refuses
 * @param maxRestarts how many restarts it does within {@code maxTime}; past that it ends with all
 *     its children, and is started anew without any
 * @param maxTime see {@code maxRestarts}
 */
public record SupervisorOptions(int maxChildren, int maxRestarts, Duration maxTime) {

  /** As many children as there may be, 3 restarts in 5 s. */
  public static final SupervisorOptions DEFAULT =
      new SupervisorOptions(Integer.MAX_VALUE, 3, Duration.ofSeconds(5));

  /** Checks the numbers, and bounds the time. */
  public SupervisorOptions {
    if (maxChildren < 1 || maxRestarts < 0 || maxTime.isNegative() || maxTime.isZero()) {
      throw new IllegalArgumentException(
          "a supervisor needs maxChildren of 1 or more, maxRestarts of 0 or more, and a maxTime");
    }
    maxTime = Timeouts.checked(maxTime);
  }

  /** Returns the same with another number of children. */
  public SupervisorOptions maxChildren(int number) {
    return new SupervisorOptions(number, maxRestarts, maxTime);
  }

  /** Returns the same with another intensity of restarts. */
  public SupervisorOptions maxRestarts(int number, Duration within) {
    return new SupervisorOptions(maxChildren, number, within);
  }
}
