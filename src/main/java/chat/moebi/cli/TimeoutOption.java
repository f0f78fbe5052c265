package chat.moebi.cli;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** The option of a script that says how long to wait for an answer. */
final class TimeoutOption {

  private static final String DEFAULT = "5";
  private static final BigDecimal MIN = new BigDecimal("0.001");
  private static final BigDecimal MAX = BigDecimal.valueOf(86_400);

  private final Option<String> seconds;

  TimeoutOption(CommandSpec command, String description) {
    seconds = Option.text(command, "--timeout", "SECONDS", description + " (" + DEFAULT + ").");
  }

  /**
   * Returns the timeout of the option, else 5 s.
   *
   * @throws NodeException with a sentence for the user
   */
  Duration value() {
    String given = seconds.value().orElse(DEFAULT);
    try {
      BigDecimal value = new BigDecimal(given);
      if (value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0) {
        return Duration.ofMillis(value.movePointRight(3).longValue());
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    throw new NodeException(
        Reason.INVALID, "--timeout " + given + "; write a number of seconds, 0.001 to 86400");
  }
}
