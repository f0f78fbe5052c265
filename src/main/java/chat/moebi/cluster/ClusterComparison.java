package chat.moebi.cluster;

import java.util.Collections;
import java.util.Set;

/**
 * Compares the cluster of this node with the cluster of a node that it hears from, and finds which
 * of the two gives way. Both nodes find the same, because both know the same of each other.
 */
record ClusterComparison(Side ours, Side theirs) {

  /**
   * One of the two clusters.
   *
   * @param node the incarnation of the node that tells of it
   * @param members the incarnations of its members, the node's among them
   * @param isNew whether the node's ActorSystem has been in a cluster with no other node
   */
  record Side(long node, Set<Long> members, boolean isNew) {}

  boolean isOneCluster() {
    return isTheirsOurs() && areWeTheirs();
  }

  /** Whether neither node counts the other among its members. */
  boolean areApart() {
    return !isTheirsOurs() && !areWeTheirs();
  }

  /**
   * Whether the difference is certain at once. Otherwise one of the nodes may just have joined,
   * which not all members know yet.
   */
  boolean isCertain() {
    return ours.isNew && areApart();
  }

  /**
   * Whether this node's cluster gives way. If only one of the two nodes counts the other among its
   * members, there are two cases. Either the other cluster has removed the node that counts it,
   * while that node was frozen or cut off: that node gives way. Or the other cluster has admitted a
   * node that had formed a cluster of its own meanwhile: the node that has been with nobody gives
   * way.
   *
   * <p>If neither node counts the other, the smaller cluster gives way; of two of one size, the one
   * that has been with nobody.
   */
  boolean doWeGiveWay() {
    if (!areApart()) {
      return ours.isNew != theirs.isNew ? ours.isNew : isTheirsOurs();
    } else if (ours.members.size() != theirs.members.size()) {
      return ours.members.size() < theirs.members.size();
    } else if (ours.isNew != theirs.isNew) {
      return ours.isNew;
    }
    return Collections.min(ours.members) < Collections.min(theirs.members);
  }

  private boolean isTheirsOurs() {
    return ours.members.contains(theirs.node);
  }

  private boolean areWeTheirs() {
    return theirs.members.contains(ours.node);
  }
}
