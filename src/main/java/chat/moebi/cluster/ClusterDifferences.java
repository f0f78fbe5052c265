package chat.moebi.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows how long nodes have been in another cluster than this one. A node that has just joined is
 * not known to all members yet, so it seems to be in another cluster for a moment.
 */
final class ClusterDifferences {

  private record Seen(long first, long last) {}

  private static final Duration MIN_DURATION = Duration.ofSeconds(3);
  private static final int MAX_NODES = 256;

  private final Duration forgetAfter;
  private final Map<Long, Seen> seen = new LinkedHashMap<>();

  /** Forgets differences that were not seen again within a time. */
  ClusterDifferences(Duration forgetAfter) {
    this.forgetAfter = forgetAfter;
  }

  /** Takes note that a node is in another cluster; returns whether it has been for long enough. */
  boolean isLasting(long incarnation) {
    long now = System.nanoTime();
    Seen former = seen.remove(incarnation);
    boolean isFirst = former == null || Elapsed.isOver(former.last, forgetAfter);
    long first = isFirst ? now : former.first;
    seen.put(incarnation, new Seen(first, now));
    if (seen.size() > MAX_NODES) {
      seen.remove(seen.keySet().iterator().next());
    }
    return Elapsed.isOver(first, MIN_DURATION);
  }

  /** The node is in this node's cluster. */
  void remove(long incarnation) {
    seen.remove(incarnation);
  }
}
