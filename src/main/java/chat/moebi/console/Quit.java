package chat.moebi.console;

/** Ends the prompt, whereupon the node leaves: {@code /quit}. */
final class Quit implements Command {

  @Override
  public String name() {
    return "quit";
  }

  @Override
  public String usage() {
    return "/quit";
  }

  @Override
  public String summary() {
    return "leaves the cluster and ends";
  }

  @Override
  public String details() {
    return """
        So does Ctrl-D on an empty line.
        Ctrl-C drops the line that is typed; on an empty line it stops waiting for what runs.""";
  }

  @Override
  public void run(Shell shell, Line.Slash line) {
    shell.end();
  }
}
