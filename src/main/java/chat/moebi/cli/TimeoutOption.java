package chat.moebi.cli;

import chat.moebi.name.NodeException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** The option of a script that says how long to wait for an answer. */
final class TimeoutOption {

  private static final String DEFAULT = "5";

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
    return Seconds.of(seconds, "--timeout", DEFAULT);
  }
}
