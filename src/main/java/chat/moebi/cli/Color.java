package chat.moebi.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Decides whether to use colour. */
final class Color {

  private enum When {
    auto,
    always,
    never
  }

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description =
          "Use colour: on a terminal (auto), always or never. Unless told, never if NO_COLOR is set,"
              + " else auto.")
  private Optional<When> when = Optional.empty();

  /** Returns the decision for a standard output that is a terminal, or is not. */
  boolean isWanted(boolean isTerminal, Map<String, String> environment) {
    When wanted = when.orElse(When.auto);
    if (wanted == When.auto) {
      boolean refused = when.isEmpty() && !environment.getOrDefault("NO_COLOR", "").isEmpty();
      return isTerminal && !refused;
    }
    return wanted == When.always;
  }
}
