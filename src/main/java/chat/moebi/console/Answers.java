package chat.moebi.console;

/** Shows the results of a line. */
interface Answers {

  /**
   * Shows a line of a command's answer.
   *
   * @throws StreamException if it cannot be written
   */
  void answer(String line);

  /** Shows an error. */
  void error(String sentence);

  /** Shows a notice. */
  void note(String sentence);
}
