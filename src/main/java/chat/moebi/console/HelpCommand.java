package chat.moebi.console;

/** Explains the commands: {@code /help [COMMAND]}. */
final class HelpCommand implements Command {

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
  public void run(Shell shell, Line.Slash line) {
    String asked = Line.firstWord(line.arguments().strip());
    if (asked.isEmpty()) {
      shell.commands().forEach(command -> explain(shell, command));
      shell.display().answer(row("TEXT", "sends TEXT to the node last addressed"));
      return;
    }
    shell
        .command(asked.startsWith("/") ? asked.substring(1) : asked)
        .ifPresentOrElse(
            command -> {
              explain(shell, command);
              command.details().lines().forEach(shell.display()::answer);
            },
            () -> shell.unknown(asked));
  }

  private static void explain(Shell shell, Command command) {
    shell.display().answer(row(command.usage(), command.summary()));
  }

  private static String row(String usage, String summary) {
    return String.format("%-16s  %s", usage, summary);
  }
}
