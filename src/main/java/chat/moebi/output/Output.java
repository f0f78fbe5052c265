package chat.moebi.output;

import chat.moebi.name.NodeName;
import java.io.IOException;

/**
 * Takes what is to be shown at a node: its terminal, a pipe, a script's connection, or a Java
 * program's own.
 *
 * <p>A single thread of its own calls it, one call at a time, and may be kept waiting: whoever sent
 * the text gets its {@code ok} only after {@link #show} has returned. Notices come on another
 * thread, lest an output that does not take them hold the texts up.
 */
@FunctionalInterface
public interface Output {

  /**
   * Shows a text that a node has sent. The text is as the sender wrote it, control characters
   * included.
   *
   * @throws IOException if it could not be written; its message becomes the sender's reason
   */
  void show(NodeName from, String text) throws IOException;

  /**
   * Shows a line that a process has printed of which this output is the group leader.
   *
   * @param from the node that the process runs on
   * @throws IOException if it could not be written
   */
  default void print(NodeName from, String line) throws IOException {
    show(from, line);
  }

  /**
   * Shows that a process which the shell was linked to has ended, and the shell's process with it.
   *
   * @param from the pid of that process
   * @param reason the reason with which the process ended
   * @throws IOException if it could not be written
   */
  default void exit(String from, String reason) throws IOException {}

  /** Shows a notice to whoever reads this output: a node came or went, an answer came late. */
  default void note(String sentence) {}
}
