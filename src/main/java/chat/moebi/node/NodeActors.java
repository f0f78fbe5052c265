package chat.moebi.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import chat.moebi.cluster.Joining;
import chat.moebi.cluster.JoiningProtocol;
import chat.moebi.cluster.Membership;
import chat.moebi.cluster.MembershipProtocol;
import chat.moebi.cluster.Merging;
import chat.moebi.cluster.MergingProtocol;
import chat.moebi.cluster.NodeContext;
import chat.moebi.cluster.OwnRooms;
import chat.moebi.cluster.View;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The behaviors of the actors that every node needs; the guardian of the node spawns them. */
public final class NodeActors {

  private final NodeContext context;
  private final Consumer<ActorRef<JoiningProtocol.Command>> onStarted;

  NodeActors(NodeContext context, Consumer<ActorRef<JoiningProtocol.Command>> onStarted) {
    this.context = context;
    this.onStarted = onStarted;
  }

  /** Returns a thread-safe supplier of the newest view of the nodes. */
  public Supplier<View> view() {
    return context.view()::get;
  }

  /** Returns the rooms that the node is in. */
  public OwnRooms rooms() {
    return context.rooms();
  }

  /** Creates the actor that knows the other nodes. */
  public Behavior<MembershipProtocol.Command> membership() {
    return Membership.create(context);
  }

  /** Creates the actor that brings the node into a cluster. */
  public Behavior<JoiningProtocol.Command> joining(
      ActorRef<MembershipProtocol.Command> membership) {
    return Joining.create(context, membership);
  }

  /** Creates the actor that makes one cluster of two. */
  public Behavior<MergingProtocol.Command> merging() {
    return Merging.create(context);
  }

  /** Lets the node join others: all its actors have started. */
  public void started(ActorRef<JoiningProtocol.Command> joining) {
    onStarted.accept(joining);
  }
}
