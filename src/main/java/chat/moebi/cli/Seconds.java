package chat.moebi.cli;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.math.BigDecimal;
import java.time.Duration;

/** A number of seconds as the value of an option. */
final class Seconds {

  private static final BigDecimal MIN = new BigDecimal("0.001");
  private static final BigDecimal MAX = BigDecimal.valueOf(86_400);

  private Seconds() {}

  /**
   * Returns the value of an option, or a default.
   *
   * @throws NodeException if the value is no number of seconds
   */
  static Duration of(Option<String> option, String name, String defaultValue) {
    String given = option.value().orElse(defaultValue);
    try {
      BigDecimal seconds = new BigDecimal(given);
      if (seconds.compareTo(MIN) >= 0 && seconds.compareTo(MAX) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    throw new NodeException(
        Reason.INVALID, name + " " + given + "; write a number of seconds, 0.001 to 86400");
  }
}
