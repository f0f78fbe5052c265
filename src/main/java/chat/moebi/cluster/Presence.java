package chat.moebi.cluster;

import chat.moebi.name.NodeName;

/** A change of another node that the user hears of. */
public record Presence(NodeName node, Change change) {

  public enum Change {
    /** The node joined and can be reached. */
    JOINED("joined", "joined"),
    /** The node was told to leave. */
    LEFT("left", "left"),
    /** The process ended without leaving. */
    DIED("died", "died"),
    UNREACHABLE("unreachable", "cannot be reached"),
    /** The node was removed though it seems to be alive, for example because it rejoins. */
    REMOVED("removed", "was removed; it comes back by itself"),
    FORGOTTEN("forgotten", "was forgotten: it has not answered for too long"),
    BACK("reachable", "can be reached again");

    private final String word;
    private final String words;

    Change(String word, String words) {
      this.word = word;
      this.words = words;
    }

    /** Returns the one word that programs read, such as {@code reachable}. */
    public String word() {
      return word;
    }
  }

  /** Returns the sentence for the user, such as {@code kate@localhost left}. */
  public String sentence() {
    return node + " " + change.words;
  }
}
