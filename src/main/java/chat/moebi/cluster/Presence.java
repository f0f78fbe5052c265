package chat.moebi.cluster;

import chat.moebi.name.NodeName;

/** A change of another node that the user hears of. */
public record Presence(NodeName node, Change change) {

  public enum Change {
    /** The node joined and can be reached. */
    JOINED("joined"),
    /** The node was told to leave. */
    LEFT("left"),
    /** The process ended without leaving. */
    DIED("died"),
    UNREACHABLE("cannot be reached"),
    /** The node was removed though it seems to be alive, for example because it rejoins. */
    REMOVED("was removed; it comes back by itself"),
    FORGOTTEN("was forgotten: it has not answered for too long"),
    BACK("can be reached again");

    private final String words;

    Change(String words) {
      this.words = words;
    }
  }

  /** Returns the sentence for the user, such as {@code kate@localhost left}. */
  public String sentence() {
    return node + " " + change.words;
  }
}
