package chat.moebi.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Decides whether to use colour. */
final class Color {

  private enum When {
    auto,
    always,
    never
  }

  private final Option<When> when =
      Option.of(
          When.class,
          "--color",
          "auto|always|never",
          "Use colour: on a terminal (auto), always or never. Unless told, never if NO_COLOR is set,"
              + " else auto.");

  /** Lets a command take the option for it. */
  void addTo(CommandSpec command) {
    Option.add(command, when);
  }

  /** Returns the decision for a standard output that is a terminal, or is not. */
  boolean isWanted(boolean isTerminal, Map<String, String> environment) {
    When wanted = when.value().orElse(When.auto);
    if (wanted == When.auto) {
      boolean refused =
          when.value().isEmpty() && !environment.getOrDefault("NO_COLOR", "").isEmpty();
      return isTerminal && !refused;
    }
    return wanted == When.always;
  }
}
