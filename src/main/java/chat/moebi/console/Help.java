package chat.moebi.console;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Explains the commands. */
final class Help extends Command {

  private final Supplier<CommandTable> commands;

  /** Explains the commands of a table, which this command itself may be in. */
  Help(Supplier<CommandTable> commands) {
    super(
        "/help [COMMAND]",
        "lists the commands, or explains one",
        """
        The list fits a screen; a single command is explained with an example.
        Example: /help send""");
    this.commands = commands;
  }

  @Override
  void run(CommandContext context, Line line) throws LineException {
    checkWords(line, 1);
    String word = line.arguments().strip();
    String name = word.startsWith("/") ? word.substring(1) : word;
    if (name.isEmpty()) {
      commands.get().groups().forEach(group -> list(context, group));
      return;
    }
    Command command = commands.get().get(name);
    context.answer(row(command.usage(), command.summary()));
    command.details().lines().forEach(context::answer);
  }

  private static void list(CommandContext context, CommandGroup group) {
    String heading = group.name();
    for (List<Command> commands : group.rows()) {
      String row =
          row(joined(", ", commands, Help::listed), joined("; ", commands, Command::summary));
      context.answer(String.format("%-10s ", heading) + row);
      heading = "";
    }
  }

  private static String joined(
      String separator, List<Command> commands, Function<Command, String> words) {
    return commands.stream().map(words).collect(Collectors.joining(separator));
  }

  /** Returns the usage of a command; of {@code /send}, as it is mostly typed. */
  private static String listed(Command command) {
    return command instanceof Send ? "@NODE TEXT, #ROOM TEXT, /send" : command.usage();
  }

  private static String row(String usage, String summary) {
    return String.format("%-30s %s", usage, summary);
  }
}
