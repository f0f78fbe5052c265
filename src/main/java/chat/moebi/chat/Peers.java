package chat.moebi.chat;

import chat.moebi.cluster.View;
import chat.moebi.name.NodeName;
import chat.moebi.node.Node;
import java.util.function.Supplier;

/** What a chat knows of other nodes. Thread-safe. */
final class Peers {

  private final Supplier<Node> node;

  /** Every recipient counts as being here. */
  private final boolean isLocal;

  Peers(Supplier<Node> node, boolean isLocal) {
    this.node = node;
    this.isLocal = isLocal;
  }

  /** Returns the nodes as this one knows them now, itself included. */
  View view() {
    return node.get().view();
  }

  /** Whether a node can be sent to now. */
  boolean isReachable(NodeName other) {
    return view().reachable(other).isPresent();
  }

  /** Whether a node is starting on this host. */
  boolean isStarting(NodeName other) {
    return !isLocal && node.get().isStarting(other);
  }

  /** Whether a node of that name is known here, or is starting on this host. */
  boolean isKnown(NodeName other) {
    return isLocal || view().nodes().containsKey(other) || node.get().isStarting(other);
  }

  /** Whether a node runs on this host that this one has no cookie in common with. */
  boolean hasDifferentCookie(NodeName other) {
    return !isLocal && node.get().hasDifferentCookie(other);
  }

  /** Returns how many nodes run on this host that this one has no cookie in common with. */
  long countOfDifferentCookie() {
    return isLocal ? 0 : node.get().countOfDifferentCookie();
  }
}
