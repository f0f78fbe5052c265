package chat.moebi.registry;

import chat.moebi.name.NodeException;
import java.util.function.Consumer;

/** Looks after a node's files in the registry, as often as the node looks for others. */
public final class RegistryWatch {

  private final Claim claim;
  private final Consumer<String> notes;
  private boolean isTold;

  /**
   * Watches the files of a claim.
   *
   * @param notes is told, once, if what was removed cannot be put back
   */
  public RegistryWatch(Claim claim, Consumer<String> notes) {
    this.claim = claim;
    this.notes = notes;
  }

  /** Puts back what was removed. May block. */
  public synchronized void look() {
    try {
      if (!claim.isWhole()) {
        claim.putBack();
      }
      isTold = false;
    } catch (NodeException e) {
      if (!isTold) {
        isTold = true;
        notes.accept(
            "nodes and scripts of this host cannot find "
                + claim.entry().name()
                + " any more: "
                + e.getMessage());
      }
    }
  }
}
