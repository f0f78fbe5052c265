package chat.moebi.otp.task;

import chat.moebi.cluster.Timeouts;
import java.time.Duration;

/**
 * The limits of a task supervisor.
 *
 * @param maxChildren how many tasks may run at once; further ones are refused
 * @param maxRestarts how many restarts may happen within {@code maxTime}; after one more, all
 *     children end, and the supervisor starts anew without any
 */
public record SupervisorOptions(int maxChildren, int maxRestarts, Duration maxTime) {

  /** Any number of children, and 3 restarts in 5 s. */
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

  public SupervisorOptions maxChildren(int number) {
    return new SupervisorOptions(number, maxRestarts, maxTime);
  }

  public SupervisorOptions maxRestarts(int number, Duration within) {
    return new SupervisorOptions(maxChildren, number, within);
  }
}
