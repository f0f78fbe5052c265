package chat.moebi.console;

/** Shows the results of lines: answers, errors and notes. */
interface Answers {

  /** Shows a line of a command's answer. */
  void answer(String line);

  /** Shows an error. */
  void error(String sentence);

  /** Shows a notice. */
  void note(String sentence);
}
