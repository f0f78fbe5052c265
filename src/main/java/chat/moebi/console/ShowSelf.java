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
  public void run(Shell shell, Line.Slash line) {
    shell.display().answer(shell.otp().process().pid().toString());
  }
}
