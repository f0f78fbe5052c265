package chat.moebi.cluster;

import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides which nodes are lost to what runs on this one: gone, started anew, or unreachable for too
 * long. Asked again and again by whoever depends on a node; for one thread.
 *
 * <p>It looks at the newest view instead of following events, so it cannot miss one.
 */
public final class LostNodes {

  private final Supplier<View> view;
  private final Duration lostAfter;
  private final LongSupplier nanoTime;
  private final Map<Long, Long> unreachableSince = new HashMap<>();

  /**
   * Looks at the views of a node.
   *
   * @param lostAfter how long a node may be unreachable
   * @param nanoTime a monotonic clock
   */
  public LostNodes(Supplier<View> view, Duration lostAfter, LongSupplier nanoTime) {
    this.view = view;
    this.lostAfter = lostAfter;
    this.nanoTime = nanoTime;
  }

  /** Tells whether that start of a node is lost, as far as can be known now. */
  public boolean isLost(NodeName node, long incarnation) {
    Peer peer = view.get().nodes().get(node);
    if (peer == null || peer.incarnation() != incarnation) {
      unreachableSince.remove(incarnation);
      return true;
    }
    if (peer.isReachable()) {
      unreachableSince.remove(incarnation);
      return false;
    }
    long now = nanoTime.getAsLong();
    long since = unreachableSince.computeIfAbsent(incarnation, i -> now);
    boolean isOver = now - since >= lostAfter.toNanos();
    if (isOver) {
      unreachableSince.remove(incarnation); // Whoever asked gives it up now.
    }
    return isOver;
  }
}
