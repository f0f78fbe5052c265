package chat.moebi.console;

/** The commands of the prompt. */
final class Commands {

  /** All of them, in the order of {@code /help}. */
  static final CommandTable TABLE =
      new CommandTable(
          new Send(),
          new Spawn(),
          new RunTask(),
          new ShowSelf(),
          new Flush(),
          new Link(),
          new Unlink(),
          new Monitor(),
          new Exit(),
          new Ps(),
          new ListTasks(),
          new Nodes(),
          new Help(() -> Commands.TABLE),
          new Quit());

  private Commands() {}
}
