package chat.moebi.console;

import java.util.List;

/**
 * Commands that serve one purpose.
 *
 * @param name a word for it, as {@code /help} shows it
 * @param rows the commands in the order of {@code /help}, which lists those of a row in one line
 */
record CommandGroup(String name, List<List<Command>> rows) {

  /** Returns the commands in the order of {@code /help}. */
  List<Command> commands() {
    return rows.stream().flatMap(List::stream).toList();
  }
}
