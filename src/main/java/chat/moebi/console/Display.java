package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.output.Output;
import java.io.IOException;

/**
 * Shows things to whoever uses a node: messages and answers on standard output, errors and notices
 * on standard error. Thread-safe.
 */
public interface Display extends Output, Answers {

  /**
   * Says that the node is ready.
   *
   * @throws StreamException if that cannot be written
   */
  void ready(NodeName name);

  /**
   * Shows a line of what a command has to say.
   *
   * @throws StreamException if it cannot be written
   */
  @Override
  void answer(String line);

  @Override
  void error(String sentence);

  @Override
  void note(String sentence);

  /** Shows a message at another node that shares this display. */
  void showAt(NodeName node, NodeName from, String text) throws IOException;

  /** Shows a line that a process has printed at another node that shares this display. */
  void printAt(NodeName node, String line) throws IOException;

  @Override
  void print(NodeName from, String line) throws IOException;

  @Override
  void exit(String from, String reason) throws IOException;
}
