package chat.moebi.console;

import java.util.function.Supplier;

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
    context.answer(row(command.usage(), command));
    command.details().lines().forEach(context::answer);
  }

  private static void list(CommandContext context, CommandGroup group) {
    String heading = group.name();
    for (Command command : group.commands()) {
      context.answer(String.format("%-10s ", heading) + row(listed(command), command));
      heading = "";
    }
  }

  /** Returns the usage of a command; of {@code /send}, as it is mostly typed. */
  private static String listed(Command command) {
    return command instanceof Send ? "@NODE TEXT, #ROOM TEXT, /send" : command.usage();
  }

  private static String row(String usage, Command command) {
    return String.format("%-30s %s", usage, command.summary());
  }
}
