package chat.moebi.console;

import java.util.List;
import org.jline.utils.Levenshtein;

/**
 * Commands by name.
 *
 * @param groups the commands, in the order of {@code /help}
 */
record CommandTable(List<CommandGroup> groups) {

  private static final int MAX_MISTYPED = 2;

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
    int nearest = MAX_MISTYPED + 1;
    String hint = "; /help lists the commands";
    for (Command command : all()) {
      int distance = Levenshtein.distance(name, command.name());
      if (distance == 0) {
        return command;
      } else if (distance < nearest
          && distance < Math.max(name.length(), command.name().length())) {
        nearest = distance;
        hint = "; did you mean /" + command.name() + "?";
      }
    }
    throw new LineException(Failure.USAGE, "unknown command /" + name + hint);
  }
}
