package chat.moebi.console;

/** Sends a text to a node: {@code /send NODE TEXT}. */
final class Send implements Command {

  @Override
  public String name() {
    return "send";
  }

  @Override
  public String usage() {
    return "/send NODE TEXT";
  }

  @Override
  public String summary() {
    return "sends TEXT to NODE: ok when it is shown there";
  }

  @Override
  public String details() {
    return """
        @NODE TEXT does the same.
        NODE is a full name (kate@localhost) or a short one (kate).
        /send PID TEXT puts TEXT into the mailbox of a process: ok when it is there.
        A line that is no command goes to the node last addressed; // begins a text with a /.""";
  }

  @Override
  public void run(Shell shell, Line.Slash line) throws InterruptedException {
    String arguments = line.arguments().stripLeading();
    String node = Line.firstWord(arguments);
    shell.send(new Line.To(node, Line.afterFirstWord(arguments), line.cut()));
  }
}
