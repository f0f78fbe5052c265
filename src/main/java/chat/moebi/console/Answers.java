package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.store.StoredText;
import java.util.List;

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

  /**
   * Shows a table: aligned under a head on a terminal, elsewhere a line of words for each row.
   *
   * @throws StreamException if it cannot be written
   */
  default void table(List<String> head, List<List<String>> rows) {
    rows.forEach(row -> answer(String.join(" ", row)));
  }

  /**
   * Shows that nodes in a room have shown a text: {@code ok 2}.
   *
   * @throws StreamException if it cannot be written
   */
  default void shown(RoomName room, String line) {
    answer(line);
  }

  /**
   * Shows that a text is kept for a node.
   *
   * @throws StreamException if it cannot be written
   */
  default void kept(NodeName recipient, String line) {
    answer(line);
  }

  /**
   * Shows texts of the past, oldest first: as a conversation on a terminal, elsewhere a line each.
   *
   * @throws StreamException if they cannot be written
   */
  default void past(List<StoredText> texts) {
    texts.forEach(text -> answer(new PastText(text).line()));
  }

  /** Shows an error. */
  void error(String sentence);

  /** Shows the error of a line or a command that ends with an exit status. */
  default void error(String sentence, int status) {
    error(sentence);
  }

  /** Shows why a node has not shown a text. */
  default void notShown(NodeName by, String sentence, int status) {
    error(sentence, status);
  }

  /** Shows why not all nodes in a room have shown a text. */
  default void notShown(RoomName room, String sentence, int status) {
    error(sentence, status);
  }

  /** The line has sent what it sends, and waits for the answer. */
  default void sent() {}

  /** Shows a notice. */
  void note(String sentence);
}
