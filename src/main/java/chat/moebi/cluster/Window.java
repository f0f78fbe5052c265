package chat.moebi.cluster;

/**
 * Bounds what is on its way to a node and not answered yet: Akka would drop silently what is too
 * much for its own queue. For one thread.
 */
public final class Window {

  private final int maxMessages;
  private final long maxBytes;
  private int messages;
  private long bytes;

  /** Creates an empty window. */
  public Window(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /** Takes a place, if there is one for a message of that size. */
  public boolean take(int size) {
    if (messages >= maxMessages || bytes + size > maxBytes) {
      return false;
    }
    messages++;
    bytes += size;
    return true;
  }

  /** Gives the place of a message of that size back. */
  public void giveBack(int size) {
    messages--;
    bytes -= size;
  }

  /** Whether nothing is on its way. */
  public boolean isEmpty() {
    return messages == 0;
  }
}
