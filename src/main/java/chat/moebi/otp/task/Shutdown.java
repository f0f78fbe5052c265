package chat.moebi.otp.task;

import chat.moebi.cluster.Timeouts;
import chat.moebi.otp.process.ExitReason;
import java.time.Duration;

/**
 * How a task is ended: the time that it has to end by itself before it is killed.
 *
 * @param millis the time in milliseconds; 0 kills the task at once, {@link #FOREVER} never does
 */
public record Shutdown(long millis) {

  private static final long FOREVER = -1;
  private static final Duration LONGEST = Duration.ofDays(100);

  /** Kills the task at once, which the task cannot trap. */
  public static final Shutdown BRUTAL_KILL = new Shutdown(0);

  /** Asks the task to end, and waits as long as it takes. */
  public static final Shutdown INFINITY = new Shutdown(FOREVER);

  /** Asks the task to end, and kills it after 5 s: the default. */
  public static final Shutdown DEFAULT = new Shutdown(5_000);

  public Shutdown {
    if (millis < FOREVER || millis > LONGEST.toMillis()) {
      throw new IllegalArgumentException(
          "a shutdown cannot take "
              + millis
              + " ms; write 0 to "
              + LONGEST.toMillis()
              + ", or INFINITY");
    }
  }

  /** Asks the task to end, and kills it after the given time. */
  public static Shutdown within(Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a shutdown cannot take " + time + "; see BRUTAL_KILL and INFINITY");
    }
    return new Shutdown(Math.max(1, time.toMillis())); // Zero would kill it at once.
  }

  boolean isBrutal() {
    return millis == 0;
  }

  /** Returns the reason with which a task ends that is ended so and does not trap exits. */
  ExitReason reason() {
    return isBrutal() ? ExitReason.KILLED : ExitReason.SHUTDOWN;
  }

  boolean isLimited() {
    return millis > 0;
  }

  /** Returns the time that the task has to end by itself. */
  Duration time() {
    return millis == FOREVER ? Timeouts.LONGEST : Duration.ofMillis(millis);
  }
}
