package chat.moebi.console;

import chat.moebi.console.Targets.Unclear;

/** Is a command of the prompt; writes to the shell's display only. */
interface Command {

  /** What is typed after the slash. */
  String name();

  /** How it is typed: {@code /send NODE TEXT}. */
  String usage();

  /** What it does, in a line. */
  String summary();

  /** What more there is to know, a sentence a line; may be empty. */
  default String details() {
    return "";
  }

  /**
   * Carries it out.
   *
   * @throws Unclear with a sentence for the user, if the line does not say what is to be done
   */
  void run(Shell shell, Line.Slash line) throws InterruptedException, Unclear;
}
