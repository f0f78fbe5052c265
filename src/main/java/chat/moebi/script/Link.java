package chat.moebi.script;

/** Carries a script's requests to a node; the responses go to whom it was made with. */
interface Link extends AutoCloseable {

  /** Sends a request, without waiting. */
  void send(Request request);

  /** Tells whether the end of the node is noticed, by an {@code End}, however it ends. */
  boolean noticesAnEnd();

  @Override
  void close();
}
