package chat.moebi.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * An option of a command, and its value once the arguments are parsed.
 *
 * <p>Described to picocli by calls. Annotations would take most of picocli's time, since at each
 * start the JVM creates a class for each kind of annotation.
 */
final class Option<T> {

  private final OptionSpec spec;

  private Option(CommandSpec command, OptionSpec.Builder spec) {
    this.spec = spec.build();
    command.addOption(this.spec);
  }

  /** Adds an option with a text as its value. */
  static Option<String> text(CommandSpec command, String name, String label, String description) {
    return of(command, String.class, name, label, description);
  }

  /** Adds an option with a path as its value. */
  static Option<Path> path(CommandSpec command, String name, String label, String description) {
    return new Option<>(
        command, spec(name, label, description).type(Path.class).converters(Option::pathOf));
  }

  /** Adds an option with a value of another type that picocli knows: a number or an enum. */
  static <T> Option<T> of(
      CommandSpec command, Class<T> type, String name, String label, String description) {
    return new Option<>(command, spec(name, label, description).type(type));
  }

  /** Adds an option with several texts, separated by commas, that may be repeated. */
  static Option<List<String>> texts(
      CommandSpec command, String name, String label, String description) {
    return new Option<>(
        command,
        spec(name, label, description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .splitRegex(","));
  }

  /** Adds an option without a value. */
  static Option<Boolean> flag(CommandSpec command, String name, String description) {
    return new Option<>(
        command, OptionSpec.builder(name).type(boolean.class).description(description));
  }

  /** Returns the value; empty unless the option was given. */
  Optional<T> value() {
    return Optional.ofNullable(spec.getValue());
  }

  /** Whether an option without a value was given. */
  static boolean isSet(Option<Boolean> flag) {
    return flag.value().orElse(false);
  }

  private static Path pathOf(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(Misuse.sentence(e));
    }
  }

  private static OptionSpec.Builder spec(String name, String label, String description) {
    return OptionSpec.builder(name).paramLabel(label).description(description);
  }
}
