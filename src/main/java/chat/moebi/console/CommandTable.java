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

  /** Commands of other chat programs, and what they are called here. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "msg", "send", "query", "to", "part", "leave", "list", "rooms", "names", "who", "q",
          "quit", "bye", "quit", "h", "help", "?", "help");

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
        Optional.ofNullable(ELSEWHERE.get(word))
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
