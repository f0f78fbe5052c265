package chat.moebi.cluster;

import akka.actor.typed.ActorRef;
import akka.cluster.ClusterEvent.MemberEvent;
import chat.moebi.cluster.MembershipProtocol.Ready;
import java.util.ArrayList;
import java.util.List;

/** This node's own membership, and the actors that wait for the node to be ready. */
final class OwnMembership {

  private enum Stage {
    JOINING,
    MEMBER,
    LEAVING,
    DOWNED
  }

  private final List<ActorRef<Ready>> waiting = new ArrayList<>();
  private Stage stage = Stage.JOINING;
  private boolean isReady;

  void update(MemberEvent event) {
    if (Members.wasDowned(event)) {
      stage = Stage.DOWNED;
    } else if (!Members.isIn(event.member())) {
      stage = Stage.LEAVING;
    }
  }

  /** Notes that this node is a member and knows all others. */
  void joined() {
    stage = isJoining() ? Stage.MEMBER : stage;
  }

  boolean isJoining() {
    return stage == Stage.JOINING;
  }

  boolean isMember() {
    return stage == Stage.MEMBER;
  }

  boolean isDowned() {
    return stage == Stage.DOWNED;
  }

  /**
   * Returns whether the user hears of other nodes: those found during this node's start did not
   * just join, and those lost during its leave did not leave.
   */
  boolean isAnnouncing() {
    return isReady && (isJoining() || isMember());
  }

  void await(ActorRef<Ready> waiter) {
    waiting.add(waiter);
  }

  /** Marks the node as ready, and answers each actor that waits for that. */
  void ready() {
    isReady = true;
    waiting.forEach(waiter -> waiter.tell(Ready.INSTANCE));
    waiting.clear();
  }
}
