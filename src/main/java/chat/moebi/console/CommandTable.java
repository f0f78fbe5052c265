package chat.moebi.console;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jline.utils.Levenshtein;

/** Commands by name. */
final class CommandTable {

  private static final int MAX_MISTYPED = 2;

  private final List<Command> commands;

  /** Creates a table of commands in the order of {@code /help}. */
  CommandTable(Command... commands) {
    this.commands = List.of(commands);
  }

  /** Returns all commands, in the order of {@code /help}. */
  List<Command> all() {
    return commands;
  }

  /** Returns the command of a name; empty if there is none. */
  Optional<Command> find(String name) {
    return commands.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /**
   * Returns the command of a name.
   *
   * @throws Unclear if there is none, with the name of a similar command if there is one
   */
  Command get(String name) throws Unclear {
    Optional<Command> found = find(name);
    if (found.isEmpty()) {
      throw new Unclear(
          commands.stream()
              .min(Comparator.comparingInt(command -> distance(name, command)))
              .filter(command -> isSimilar(name, command))
              .map(
                  similar -> "unknown command /" + name + "; did you mean /" + similar.name() + "?")
              .orElse("unknown command /" + name + "; /help lists the commands"));
    }
    return found.get();
  }

  private static boolean isSimilar(String word, Command command) {
    int distance = distance(word, command);
    return distance <= MAX_MISTYPED && distance < Math.max(word.length(), command.name().length());
  }

  private static int distance(String word, Command command) {
    return Levenshtein.distance(word, command.name());
  }
}
