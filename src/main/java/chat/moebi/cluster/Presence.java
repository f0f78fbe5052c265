package chat.moebi.cluster;

import chat.moebi.name.NodeName;

/**
 * Reports that a node came, went, or changed how it can be reached.
 *
 * @param node which node
 * @param change what happened to it
 */
public record Presence(NodeName node, Change change) {

  /** Tells what happened to a node. */
  public enum Change {
    /** It joined, and can be sent to. */
    JOINED("joined"),
    /** It left because it was told to. */
    LEFT("left"),
    /** Its process ended without leaving. */
    DIED("died"),
    /** It no longer answers. */
    UNREACHABLE("cannot be reached"),
    /** It was removed from the cluster though it seems to live: it joins another, say. */
    REMOVED("was removed; it comes back by itself"),
    /** It has not answered for so long that it was removed from the cluster. */
    FORGOTTEN("was forgotten: it has not answered for too long"),
    /** It answers again. */
    BACK("can be reached again");

    private final String words;

    Change(String words) {
      this.words = words;
    }
  }

  /** Says it in words for the user: {@code kate@localhost left}. */
  public String sentence() {
    return node + " " + change.words;
  }
}
