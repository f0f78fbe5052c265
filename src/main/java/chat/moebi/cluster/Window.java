package chat.moebi.cluster;

/**
 * Bounds the messages to a node that have no answer yet: Akka silently drops messages that do not
 * fit into its own queue. For one thread.
 */
public final class Window {

  private final int maxMessages;
  private final long maxBytes;
  private int messages;
  private long bytes;

  public Window(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /** Takes a place for a message of that size; returns whether there was one. */
  public boolean take(int size) {
    if (messages >= maxMessages || bytes + size > maxBytes) {
      return false;
    }
    messages++;
    bytes += size;
    return true;
  }

  /** Frees the place of a message of that size. */
  public void giveBack(int size) {
    messages--;
    bytes -= size;
  }

  public boolean isEmpty() {
    return messages == 0;
  }
}
