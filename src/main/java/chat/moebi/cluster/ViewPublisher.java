package chat.moebi.cluster;

import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Publishes the view of the nodes, and announces its changes to the user. */
final class ViewPublisher {

  private final MembershipContext context;
  private final List<Presence> announcements = new ArrayList<>();
  private View last;

  ViewPublisher(MembershipContext context) {
    this.context = context;
  }

  /** Announces a change, after the next view. */
  void announce(NodeName node, Change change) {
    announcements.add(new Presence(node, change));
  }

  /**
   * Publishes the view if it has changed, and then the announcements: a listener that hears of a
   * node's death must not find the node in the view.
   *
   * @param isOut whether this node was downed, and so can reach no other
   * @param isAnnouncing otherwise the announcements are dropped
   */
  void publish(boolean isOut, boolean isAnnouncing) {
    for (KnownNode node : context.nodes().values()) {
      node.nextAnnouncement().ifPresent(change -> announce(node.name, change));
    }
    View view = view(isOut);
    if (!view.equals(last)) {
      last = view;
      context.node().view().set(view);
      context.node().onView().accept(view);
    }
    if (isAnnouncing) {
      announcements.forEach(context.node().presence());
    }
    announcements.clear();
  }

  private View view(boolean isOut) {
    SortedMap<NodeName, Peer> peers = new TreeMap<>();
    context.nodes().values().stream()
        .filter(KnownNode::isVisible)
        // Of two nodes of one name, the last: the reachable one, or else the member.
        .sorted(
            Comparator.comparing(KnownNode::isReachable).thenComparing(node -> node.member != null))
        .map(KnownNode::peer)
        .forEach(peer -> peers.put(peer.name(), isOut ? peer.with(Status.UNREACHABLE) : peer));
    NodeName self = context.settings().name();
    String address = context.cluster().selfMember().address().toString();
    peers.put(self, new Peer(self, context.incarnation(), address, Status.SELF));
    return new View(self, Collections.unmodifiableSortedMap(peers));
  }
}
