package chat.moebi.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Is an option of a command, and what it was given.
 *
 * <p>It is made by calls, since picocli would take most of its time to read annotations: at each
 * start the JVM makes a class for each kind of them.
 *
 * @param <T> what it takes
 */
final class Option<T> {

  private final OptionSpec spec;

  private Option(OptionSpec spec) {
    this.spec = spec;
  }

  /** Makes one that takes a text. */
  static Option<String> text(String name, String label, String description) {
    return of(String.class, name, label, description);
  }

  /** Makes one that takes a path. */
  static Option<Path> path(String name, String label, String description) {
    return new Option<>(
        labelled(name, label, description).type(Path.class).converters(Option::pathOf).build());
  }

  /** Makes one that takes something else that picocli knows: a number, or one of an enum. */
  static <T> Option<T> of(Class<T> type, String name, String label, String description) {
    return new Option<>(labelled(name, label, description).type(type).build());
  }

  /** Makes one that takes several texts, with commas, and may be repeated. */
  static Option<List<String>> texts(String name, String label, String description) {
    return new Option<>(
        labelled(name, label, description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .splitRegex(",")
            .build());
  }

  /** Makes one that takes nothing. */
  static Option<Boolean> flag(String name, String description) {
    return new Option<>(
        OptionSpec.builder(name).type(boolean.class).description(description).build());
  }

  /** Lets a command take some. */
  static void add(CommandSpec command, Option<?>... options) {
    for (Option<?> option : options) {
      command.addOption(option.spec);
    }
  }

  /** Returns what it was given, if anything. */
  Optional<T> value() {
    return Optional.ofNullable(spec.getValue());
  }

  /** Tells whether one that takes nothing was given. */
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

  private static OptionSpec.Builder labelled(String name, String label, String description) {
    return OptionSpec.builder(name).paramLabel(label).description(description);
  }
}
