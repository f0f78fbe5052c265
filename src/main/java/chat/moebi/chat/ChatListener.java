package chat.moebi.chat;

import chat.moebi.output.Receiver;

/** Callbacks of a chat's node, on threads that they must not block. */
public interface ChatListener {

  /** Returns what takes the texts for the node, given what writes them to its output. */
  default Receiver receiver(Receiver output) {
    return output;
  }

  /** The node has claimed its name and starts. */
  default void claimed() {}

  /** The node is about to join others; closing {@code node} breaks the start off. */
  default void starting(AutoCloseable node) {}

  /** The node has lost its cluster and rejoins, or is ready again. */
  default void connected(boolean isConnected) {}
}
