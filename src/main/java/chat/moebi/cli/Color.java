package chat.moebi.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The option that decides whether to use colour. */
final class Color {

  private enum When {
    auto,
    always,
    never
  }

  private final Option<When> when;

  Color(CommandSpec command) {
    when =
        Option.of(
            command,
            When.class,
            "--color",
            "auto|always|never",
            "Use colour: on a terminal (auto), always or never. Unless told, never if NO_COLOR is"
                + " set, else auto.");
  }

  /** Whether to use colour on a standard output that is, or is not, a terminal. */
  boolean isWanted(boolean isTerminal, Map<String, String> environment) {
    When wanted = when.value().orElse(When.auto);
    if (wanted == When.auto) {
      boolean isRefused =
          when.value().isEmpty() && !environment.getOrDefault("NO_COLOR", "").isEmpty();
      return isTerminal && !isRefused;
    }
    return wanted == When.always;
  }
}
