package chat.moebi.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** The option that decides whether to use colour. */
final class Color {

  private enum When {
    auto,
    always,
    never
  }

  private static final List<String> FORCING = List.of("FORCE_COLOR", "CLICOLOR_FORCE");

  private final Option<When> when;

  Color(CommandSpec command) {
    when =
        Option.of(
            command,
            When.class,
            "--color",
            "auto|always|never",
            "Use colour: on a terminal (auto), always or never. Unless told: never if NO_COLOR is"
                + " set; else always if FORCE_COLOR or CLICOLOR_FORCE is set, and not to 0; else auto."
                + " auto uses none if TERM is dumb.");
  }

  /** Whether to use colour on a standard output that is, or is not, a terminal. */
  boolean isWanted(boolean isTerminal, Map<String, String> environment) {
    return switch (when.value().orElseGet(() -> inEnvironment(environment))) {
      case auto -> isTerminal && !"dumb".equals(environment.get("TERM"));
      case always -> true;
      case never -> false;
    };
  }

  private static When inEnvironment(Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return When.never;
    }
    boolean isForced =
        FORCING.stream()
            .map(name -> environment.getOrDefault(name, ""))
            .anyMatch(value -> !value.isEmpty() && !value.equals("0"));
    return isForced ? When.always : When.auto;
  }
}
