package chat.moebi.chat;

/** Callbacks for changes of a chat's node, on threads that they must not block. */
public interface ChatListener {

  /** The name is the node's, and the node starts now. */
  default void claimed() {}

  /** Takes what must be closed if the start is to be broken off, before the node joins others. */
  default void starting(AutoCloseable node) {}

  /** The node is cut off and rejoins, or is ready again. */
  default void connected(boolean isConnected) {}
}
