package chat.moebi.store;

/** Whether this node has shown a text. */
public enum Shown {
  YES,
  NO,
  /** This node ended without writing down whether it had shown the text. */
  UNKNOWN
}
