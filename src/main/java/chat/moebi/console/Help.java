package chat.moebi.console;

import java.util.function.Supplier;

/** Explains the commands: {@code /help [COMMAND]}. */
final class Help implements Command {

  private final Supplier<CommandTable> commands;

  /** Explains commands; {@code /help} itself may be one of them. */
  Help(Supplier<CommandTable> commands) {
    this.commands = commands;
  }

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String usage() {
    return "/help [COMMAND]";
  }

  @Override
  public String summary() {
    return "lists the commands, or explains one";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) throws Unclear {
    String word = Line.firstWord(line.arguments().strip());
    String asked = word.startsWith("/") ? word.substring(1) : word;
    if (asked.isEmpty()) {
      commands.get().all().forEach(command -> explain(context, command));
      context.display().answer(row("TEXT", "sends TEXT to the node last addressed"));
      return;
    }
    Command command = commands.get().get(asked);
    explain(context, command);
    command.details().lines().forEach(context.display()::answer);
  }

  private static void explain(CommandContext context, Command command) {
    context.display().answer(row(command.usage(), command.summary()));
  }

  private static String row(String usage, String summary) {
    return String.format("%-31s  %s", usage, summary);
  }
}
