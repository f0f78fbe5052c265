package chat.moebi.console;

/** Shows the shell's pid. */
final class ShowSelf extends Command {

  ShowSelf() {
    super("/self", "shows the pid of this shell", "Example: /self");
  }

  @Override
  void run(CommandContext context, Line line) throws LineException {
    checkWords(line, 0);
    context.answer(context.otp().process().pid().toString());
  }
}
