package chat.moebi.console;

/** Explains the commands: {@code /help [COMMAND]}. */
final class Help implements Command {

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
    String word = Line.firstWord(line.arguments().strip());
    String asked = word.startsWith("/") ? word.substring(1) : word;
    if (asked.isEmpty()) {
      shell.commands().forEach(command -> explain(shell, command));
      shell.display().answer(row("TEXT", "sends TEXT to the node last addressed"));
      return;
    }
    Shell.command(asked)
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
    return String.format("%-31s  %s", usage, summary);
  }
}
