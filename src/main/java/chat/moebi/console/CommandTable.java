package chat.moebi.console;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.Levenshtein;

/**
 * Commands by name.
 *
 * @param groups the commands, in the order of {@code /help}
 */
record CommandTable(List<CommandGroup> groups) {

  private static final int MAX_MISTYPED = 2;

  /** Commands of other chat programs, and the commands here that do the same. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("msg", "send"),
          Map.entry("query", "to"),
          Map.entry("part", "leave"),
          Map.entry("list", "rooms"),
          Map.entry("names", "who"),
          Map.entry("q", "quit"),
          Map.entry("bye", "quit"),
          Map.entry("h", "help"),
          Map.entry("?", "help"));

  /** Returns all commands, in the order of {@code /help}. */
  List<Command> all() {
    return groups.stream().flatMap(group -> group.commands().stream()).toList();
  }

  /**
   * Returns the command of a name.
   *
   * @throws LineException if there is none; its sentence suggests a command of a similar name
   */
  Command get(String name) throws LineException {
    for (Command command : all()) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    String word = name.toLowerCase(Locale.ROOT);
    String hint =
        Optional.ofNullable(SYNONYMS.get(word))
            .or(() -> nearest(word))
            .map(command -> "did you mean /" + command + "?")
            .orElse("/help lists the commands");
    throw new LineException(Failure.USAGE, "unknown command /" + name + "; " + hint);
  }

  private Optional<String> nearest(String word) {
    return all().stream()
        .map(Command::name)
        .filter(name -> distance(word, name) <= MAX_MISTYPED)
        .filter(name -> distance(word, name) < Math.max(word.length(), name.length()))
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  private static int distance(String word, String name) {
    return Levenshtein.distance(word, name);
  }
}
