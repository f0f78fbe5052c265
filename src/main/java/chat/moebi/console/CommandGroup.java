package chat.moebi.console;

import java.util.List;

/**
 * Commands that serve one purpose.
 *
 * @param name a word for it, as {@code /help} shows it
 * @param commands in the order of {@code /help}
 */
record CommandGroup(String name, List<Command> commands) {}
