package chat.moebi.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import chat.moebi.cluster.Joining;
import chat.moebi.cluster.JoiningProtocol;
import chat.moebi.cluster.Membership;
import chat.moebi.cluster.MembershipProtocol;
import chat.moebi.cluster.Merging;
import chat.moebi.cluster.View;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Guardians of nodes without a chat. */
public final class Guardians {

  private Guardians() {}

  /**
   * Returns a guardian of a node's own actors and some more.
   *
   * @param more spawns the others, before the node joins others
   */
  public static Function<NodeActors, Behavior<?>> with(
      BiConsumer<ActorContext<Void>, Supplier<View>> more) {
    return node ->
        Behaviors.<Void>setup(
            context -> {
              more.accept(context, node.view());
              ActorRef<MembershipProtocol.Command> membership =
                  Supervision.restarting(context, node.membership(), Membership.ACTOR);
              ActorRef<JoiningProtocol.Command> joining =
                  Supervision.restarting(context, node.joining(membership), Joining.ACTOR);
              Supervision.restarting(context, node.merging(), Merging.ACTOR);
              node.started(joining);
              return Behaviors.empty();
            });
  }

  /** Returns a guardian of a node's own actors. */
  public static Function<NodeActors, Behavior<?>> bare() {
    return with((context, view) -> {});
  }
}
