package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.output.Message;
import chat.moebi.output.Output;
import java.io.IOException;

/**
 * Shows messages and answers on standard output, errors and notices on standard error. Thread-safe.
 */
public interface Display extends Output, Answers {

  /**
   * Shows that a node is ready.
   *
   * @throws StreamException if that cannot be written
   */
  void ready(NodeName name);

  /** Shows a message at another node that shares this display. */
  void showAt(NodeName node, NodeName from, String text) throws IOException;

  /** Shows a message at another node that shares this display, with all that is known of it. */
  default void showAt(NodeName node, Message message) throws IOException {
    showAt(node, message.from(), message.text());
  }

  /** Shows a line that a process has printed at another node that shares this display. */
  void printAt(NodeName node, String line) throws IOException;

  @Override
  void note(String sentence);
}
