package chat.moebi.output;

import chat.moebi.cluster.Presence;
import chat.moebi.name.NodeName;
import java.io.IOException;

/**
 * The place where a node shows texts, lines and notices: its terminal, a pipe, a script's
 * connection, or an output of a Java program.
 *
 * <p>An {@link OutputWriter} calls these methods, one at a time, and they may block. The sender of
 * a text gets {@code ok} only after {@link #show} has returned. Notices come from a second writer,
 * so that an output that blocks at a notice delays no text.
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
   * Shows a text that a node has sent, with all that is known of it.
   *
   * @throws IOException if it could not be written; its message becomes the sender's reason
   */
  default void show(Message message) throws IOException {
    show(message.from(), message.text());
  }

  /**
   * Shows a line that a process has printed whose group leader is this node.
   *
   * @param from the node that the process runs on
   * @throws IOException if it could not be written
   */
  default void print(NodeName from, String line) throws IOException {
    show(from, line);
  }

  /**
   * Shows that a process linked to the shell has ended, and the shell's process with it.
   *
   * @param from the pid of that process
   * @param reason the reason with which the process ended
   * @throws IOException if it could not be written
   */
  default void exit(String from, String reason) throws IOException {}

  /** Shows that another node came or went. */
  default void presence(Presence presence) {
    note(presence.sentence());
  }

  /** Shows a notice: an answer came late, or the connection to the cluster was lost. */
  default void note(String sentence) {}
}
