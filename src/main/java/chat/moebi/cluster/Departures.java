package chat.moebi.cluster;

import akka.cluster.Member;
import akka.cluster.typed.Down;
import chat.moebi.cluster.Presence.Change;
import java.time.Duration;
import java.util.List;

/**
 * Handles nodes that left, died or were removed from the cluster. Akka keeps an unreachable member
 * until it is downed, so nodes that cannot come back are downed here.
 */
final class Departures {

  private static final Duration UNCONFIRMED_LIMIT = Duration.ofSeconds(10);
  private static final int MAX_EXCLUDED = 256;

  private final MembershipContext context;
  private final ViewPublisher publisher;

  /** The incarnations that were downed; some may be alive and not know it yet. */
  private final RecentSet<Long> excluded = new RecentSet<>(MAX_EXCLUDED);

  Departures(MembershipContext context, ViewPublisher publisher) {
    this.context = context;
    this.publisher = publisher;
  }

  void left(KnownNode node) {
    context.node().discovery().forget(node.address);
    end(node, Change.LEFT);
  }

  /** Handles the certain death of a node. */
  void died(KnownNode node) {
    end(node, Change.DIED);
    down(node);
    context.node().discovery().forget(node.address);
  }

  /** Forgets nodes that said hello and never became members: they gave up joining, or died. */
  void forgetUnconfirmed() {
    for (KnownNode node : List.copyOf(context.nodes().values())) {
      if (node.isUnconfirmed(UNCONFIRMED_LIMIT)) {
        end(node, Change.DIED);
        context.nodes().remove(node.incarnation);
        context.node().discovery().lookFor(node.address);
      }
    }
  }

  /** Ignores a node that was downed from now on, until {@link #died} or {@link #removed}. */
  void exclude(KnownNode node) {
    node.markGone();
    excluded.add(node.incarnation);
  }

  boolean isExcluded(long incarnation) {
    return excluded.contains(incarnation);
  }

  /** Handles the end of an excluded node that is not known to be dead. If it lives, it rejoins. */
  void removed(KnownNode node) {
    // TCP may go on for long to wait for answers over the present connections.
    context.node().outbound().cut(PeerAddress.hostAndPort(node.address));
    if (!node.suspected.isRunning()) {
      end(node, Change.REMOVED);
    } else if (node.isSilentFor(context.settings().forgetAfter().dividedBy(2))) {
      end(node, Change.FORGOTTEN);
    } else {
      end(node, Change.DIED);
    }
  }

  void down(KnownNode node) {
    if (node.member != null && !node.downed.isRunning() && isMember(node)) {
      node.downed.start();
      context.actor().getLog().info("downing {} at {}", node.name, node.address);
      context.cluster().manager().tell(Down.apply(node.address));
    }
  }

  /** Returns whether the node itself, and not a later one, is the member at its address. */
  boolean isMember(KnownNode node) {
    for (Member member : context.cluster().state().getMembers()) {
      if (member.address().equals(node.address)) {
        return Members.incarnationOf(member) == node.incarnation;
      }
    }
    return false;
  }

  private void end(KnownNode node, Change change) {
    node.markGone();
    // A crashed node's next start may be announced before the death of its last start is known.
    if (node.endAnnouncements()
        && context.nodes().values().stream()
            .noneMatch(other -> other.isAnnounced() && other.name.equals(node.name))) {
      publisher.announce(node.name, change);
    }
  }
}
