package chat.moebi.console;

/** A command of the prompt; it writes to the display of its context only. */
interface Command {

  /** Returns the word that is typed after the slash. */
  String name();

  /** Returns how it is typed, which Tab completes: {@code /send NODE TEXT}. */
  String usage();

  /** Returns a line that says what it does. */
  String summary();

  /** Returns further sentences, one a line; may be empty. */
  default String details() {
    return "";
  }

  /**
   * Runs the command.
   *
   * @throws Unclear if the line does not say what to do
   */
  void run(CommandContext context, Line.Slash line) throws InterruptedException, Unclear;
}
