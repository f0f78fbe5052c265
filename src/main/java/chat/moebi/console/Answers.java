package chat.moebi.console;

import chat.moebi.name.NodeName;

/** Shows the results of a line. */
interface Answers {

  /**
   * Shows a line of a command's answer.
   *
   * @throws StreamException if it cannot be written
   */
  void answer(String line);

  /**
   * Shows that a node has shown a text: {@code ok}.
   *
   * @throws StreamException if it cannot be written
   */
  default void shown(NodeName by) {
    answer("ok");
  }

  /** Shows an error. */
  void error(String sentence);

  /** Shows the error of a line or a command that ends with an exit status. */
  default void error(String sentence, int status) {
    error(sentence);
  }

  /** The line has sent what it sends, and waits for the answer. */
  default void sent() {}

  /** Shows a notice. */
  void note(String sentence);
}
