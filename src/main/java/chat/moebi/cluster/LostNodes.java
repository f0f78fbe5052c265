package chat.moebi.cluster;

import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides which nodes are lost to the processes of this one: gone, started anew, or unreachable for
 * too long. It looks at the newest view and not at events, so it cannot miss one. For one thread.
 */
public final class LostNodes {

  private final Supplier<View> view;
  private final Duration lostAfter;
  private final LongSupplier nanoTime;
  private final Map<Long, Long> unreachableSince = new HashMap<>();

  /**
   * Creates the decision for one user, which asks for its nodes at regular intervals.
   *
   * @param lostAfter how long a node may be unreachable
   * @param nanoTime a monotonic clock
   */
  public LostNodes(Supplier<View> view, Duration lostAfter, LongSupplier nanoTime) {
    this.view = view;
    this.lostAfter = lostAfter;
    this.nanoTime = nanoTime;
  }

  /** Returns whether an incarnation of a node is lost. */
  public boolean isLost(NodeName node, long incarnation) {
    Map<NodeName, Peer> nodes = view.get().nodes();
    unreachableSince
        .keySet()
        .retainAll(
            nodes.values().stream().filter(p -> !p.isReachable()).map(Peer::incarnation).toList());
    Peer peer = nodes.get(node);
    if (peer == null || peer.incarnation() != incarnation) {
      return true;
    } else if (peer.isReachable()) {
      return false;
    }
    long now = nanoTime.getAsLong();
    long since = unreachableSince.computeIfAbsent(incarnation, i -> now);
    boolean isOver = now - since >= lostAfter.toNanos();
    if (isOver) {
      unreachableSince.remove(incarnation); // The caller now treats the node as lost.
    }
    return isOver;
  }
}
