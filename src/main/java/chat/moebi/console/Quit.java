package chat.moebi.console;

/** Ends the prompt, and then the node leaves: {@code /quit}. */
final class Quit implements Command {

  private static final String NAME = "quit";

  /** Whether a line is this command. */
  static boolean isMeantBy(Line line) {
    return line instanceof Line.Slash slash && slash.word().equals(NAME);
  }

  @Override
  public String name() {
    return NAME;
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
  public void run(CommandContext context, Line.Slash line) {
    context.end();
  }
}
