package chat.moebi.relay;

/** Carries a script's requests to a node; the responses go to whom it was made with. */
interface Link extends AutoCloseable {

  /** Sends a request, without waiting. */
  void send(Request request);

  @Override
  void close();
}
