package chat.moebi.script;

/** Carries the requests of a script to a node, and the responses back. */
interface NodeConnection extends AutoCloseable {

  /** Sends a request without waiting. */
  void send(Request request);

  /** Whether an {@code End} comes when the node ends, however it ends. */
  boolean noticesEnd();

  @Override
  void close();
}
