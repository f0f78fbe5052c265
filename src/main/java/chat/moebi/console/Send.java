package chat.moebi.console;

/** Sends a text to a node: {@code /send NODE TEXT}. */
final class Send implements Command {

  /** The command's name. */
  static final String NAME = "send";

  /** Reads the node and the text. */
  static Line.To read(Line.Slash line) {
    String arguments = line.arguments().stripLeading();
    return new Line.To(Line.firstWord(arguments), Line.afterFirstWord(arguments), line.cut());
  }

  @Override
  public String name() {
    return NAME;
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
    shell.execute(read(line));
  }
}
