package chat.moebi.console;

/** Ends the prompt, and then the node leaves. */
final class Quit extends Command {

  private static final String NAME = "quit";

  Quit() {
    super(
        "/" + NAME,
        "leaves the cluster and ends",
        """
        So does Ctrl-D on an empty line.
        While texts are not answered yet, the prompt waits for their answers before it leaves; a
        second /quit, Ctrl-D or Ctrl-C leaves at once.
        Ctrl-C drops the line that is typed; on an empty line it stops waiting for what runs.
        Example: /quit""");
  }

  /** Whether a console ends at this line. */
  static boolean isMeantBy(Line line) {
    return line.command().equals(NAME) && line.arguments().isBlank();
  }

  /** Does nothing: the console ends instead of carrying the line out. */
  @Override
  void run(CommandContext context, Line line) throws LineException {
    checkWords(line, 0);
  }
}
