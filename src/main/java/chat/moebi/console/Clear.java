package chat.moebi.console;

/** Clears the screen. */
final class Clear extends Command {

  private static final String NAME = "clear";

  Clear() {
    super(
        "/" + NAME,
        "clears the screen",
        """
        Ctrl-L does the same, and keeps the line that is typed.
        Without a terminal there is nothing to clear.
        Example: /clear""");
  }

  /** Whether a terminal is cleared at this line. */
  static boolean isMeantBy(Line line) {
    return line.command().equals(NAME) && line.arguments().isBlank();
  }

  /** Does nothing: a terminal clears its screen instead of carrying the line out. */
  @Override
  void run(CommandContext context, Line line) throws LineException {
    checkWords(line, 0);
  }
}
