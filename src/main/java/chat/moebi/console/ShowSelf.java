package chat.moebi.console;

/** Shows the shell's pid: {@code /self}. */
final class ShowSelf implements Command {

  @Override
  public String name() {
    return "self";
  }

  @Override
  public String usage() {
    return "/self";
  }

  @Override
  public String summary() {
    return "shows the pid of this shell";
  }

  @Override
  public void run(CommandContext context, Line.Slash line) {
    context.display().answer(context.otp().process().pid().toString());
  }
}
