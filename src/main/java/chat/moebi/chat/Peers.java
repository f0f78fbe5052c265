package chat.moebi.chat;

import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import chat.moebi.node.Node;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The other nodes as a chat sees them. Thread-safe. */
class Peers {

  private static final CompletionStage<Boolean> NO = CompletableFuture.completedStage(false);

  private final Supplier<Node> node;

  /** With {@code chat.remote-supervisor = local} each recipient runs on this node. */
  private final boolean isLocal;

  Peers(Supplier<Node> node, boolean isLocal) {
    this.node = node;
    this.isLocal = isLocal;
  }

  /** Returns the nodes as this one knows them now, itself included. */
  View view() {
    return node.get().view();
  }

  /** Whether the node is in a cluster, and does not rejoin it. */
  boolean isConnected() {
    return node.get().isReady();
  }

  /** Returns the nodes that can be sent to now, itself included. */
  List<NodeName> reachable() {
    return view().nodes().values().stream().filter(Peer::isReachable).map(Peer::name).toList();
  }

  /** Whether a node can be sent to now. */
  boolean isReachable(NodeName other) {
    return view().reachable(other).isPresent();
  }

  /** Whether a node is starting on this host. */
  CompletionStage<Boolean> isStarting(NodeName other) {
    return isLocal ? NO : node.get().isStarting(other);
  }

  /** Whether a node of that name is known here, or is starting on this host. */
  CompletionStage<Boolean> isKnown(NodeName other) {
    return isLocal || view().nodes().containsKey(other)
        ? CompletableFuture.completedStage(true)
        : node.get().isStarting(other);
  }

  /** Whether a node runs on this host with which this node has no cookie in common. */
  CompletionStage<Boolean> hasDifferentCookie(NodeName other) {
    return isLocal ? NO : node.get().hasDifferentCookie(other);
  }

  /** Returns how many nodes run on this host with which this node has no cookie in common. */
  CompletionStage<Long> countOfDifferentCookie() {
    return isLocal ? CompletableFuture.completedStage(0L) : node.get().countOfDifferentCookie();
  }
}
