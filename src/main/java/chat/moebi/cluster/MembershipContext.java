package chat.moebi.cluster;

import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.typed.Cluster;
import chat.moebi.cluster.MembershipProtocol.Command;
import java.time.Duration;
import java.util.Map;

/**
 * The objects that the parts of a {@link Membership} actor share; for the actor's thread.
 *
 * @param time the clock by which other nodes are judged
 * @param nodes the other nodes that this one knows, by incarnation
 */
record MembershipContext(
    ActorContext<Command> actor, NodeContext node, AwakeTime time, Map<Long, KnownNode> nodes) {

  private static final int FEW_NODES = 10;

  ClusterSettings settings() {
    return node.settings();
  }

  Cluster cluster() {
    return Cluster.get(actor.getSystem());
  }

  /** Returns this node's own incarnation. */
  long incarnation() {
    return Members.incarnationOf(cluster().selfMember());
  }

  /** Returns a longer interval if there are many nodes, because a silent one may just be busy. */
  Duration spread(Duration interval) {
    return interval.multipliedBy(1 + nodes.size() / FEW_NODES);
  }
}
