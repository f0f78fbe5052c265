package chat.moebi.node;

import chat.moebi.cluster.Presence;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes on what other nodes do. Nothing is passed on while a node that was with no other before
 * joins a cluster that it has found; the nodes there are announced when this node is ready.
 * Thread-safe.
 */
final class Announcements {

  private final Supplier<View> view;
  private final Consumer<Presence> listener;
  private volatile boolean isMerging;

  /** The incarnations that were announced after a merge, perhaps before gossip brought them. */
  private final Set<Long> announced = ConcurrentHashMap.newKeySet();

  Announcements(Supplier<View> view, Consumer<Presence> listener) {
    this.view = view;
    this.listener = listener;
  }

  /** The ActorSystem ends; {@code isMerging} says whether it gives way to a cluster just found. */
  void lost(boolean isMerging) {
    this.isMerging = isMerging;
  }

  boolean isMerging() {
    return isMerging;
  }

  /** The node is ready, with the nodes of a view. */
  void ready(View nodes) {
    if (isMerging) {
      isMerging = false;
      for (Peer peer : nodes.nodes().values()) {
        if (peer.status() == Status.UP && announced.add(peer.incarnation())) {
          listener.accept(new Presence(peer.name(), Change.JOINED));
        }
      }
    }
  }

  /** Another node came, went, or changed how it can be reached. */
  void announce(Presence presence) {
    Peer peer = view.get().nodes().get(presence.node());
    boolean isKnown =
        presence.change() == Change.JOINED && peer != null && announced.remove(peer.incarnation());
    if (!isMerging && !isKnown) {
      listener.accept(presence);
    }
  }
}
