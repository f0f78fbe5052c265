package chat.moebi.console;

import java.util.function.Supplier;

/** Explains the commands. */
final class Help extends Command {

  private final Supplier<CommandTable> commands;

  /** Explains the commands of a table, which this command itself may be in. */
  Help(Supplier<CommandTable> commands) {
    super("/help [COMMAND]", "lists the commands, or explains one", "");
    this.commands = commands;
  }

  @Override
  void run(CommandContext context, Line line) throws LineException {
    String word = Line.firstWord(line.arguments().strip());
    String name = word.startsWith("/") ? word.substring(1) : word;
    if (name.isEmpty()) {
      commands.get().all().forEach(command -> explain(context, command));
      context.answer(row("TEXT", "sends TEXT to the node last addressed"));
      return;
    }
    Command command = commands.get().get(name);
    explain(context, command);
    command.details().lines().forEach(context::answer);
  }

  private static void explain(CommandContext context, Command command) {
    context.answer(row(command.usage(), command.summary()));
  }

  private static String row(String usage, String summary) {
    return String.format("%-31s  %s", usage, summary);
  }
}
