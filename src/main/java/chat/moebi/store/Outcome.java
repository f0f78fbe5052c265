package chat.moebi.store;

/** What became of a text of the past. */
public enum Outcome {
  /** Another node's text, which this node has shown. */
  RECEIVED,
  /** Another node's text, which this node has shown and may have shown before. */
  MAYBE_AGAIN,
  /** This node's text, which its recipients have shown. */
  OK,
  /** This node's text, which waits for its recipient. */
  KEPT,
  /** This node's text, which was not shown. */
  FAILED;

  /** Whether the text is another node's. */
  public boolean isReceived() {
    return this == RECEIVED || this == MAYBE_AGAIN;
  }
}
