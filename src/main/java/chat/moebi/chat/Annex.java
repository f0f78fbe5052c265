package chat.moebi.chat;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.name.NodeName;
import chat.moebi.output.OutputWriter;

/**
 * An actor that stands beside the chat's own under the user guardian, on each ActorSystem of the
 * node in turn. The chat spawns and supervises the actor, and does not know what it does.
 *
 * <p>An annex is handed to {@link Chat#start}, so that it is there before other nodes know the
 * node, or is added to a running chat by {@link Chat#annex}.
 *
 * @param <T> the messages of the actor
 */
public interface Annex<T> {

  /**
   * The parts of a node that an annex gets.
   *
   * @param node the name of the node
   * @param incarnation tells one ActorSystem of the node from the next
   * @param actors finds actors on other nodes
   * @param writer writes to the output of the node
   */
  record Environment(NodeName node, long incarnation, ActorFinder actors, OutputWriter writer) {}

  /**
   * Returns the name of the actor under the user guardian, the same on every node. Akka has to
   * accept the name, and no other actor of the chat may have it.
   */
  String name();

  /** Returns what is done when the actor fails; if it stops, the node gets a new ActorSystem. */
  SupervisorStrategy strategy();

  /** Starts the actor: called in its own thread, once for each ActorSystem and each restart. */
  Behavior<T> start(ActorContext<T> context, Environment environment);

  /**
   * The ActorSystem has begun to end without being told to, or the node was closed: whatever waits
   * for an answer of the actor must not wait any longer. Called from any thread.
   */
  default void systemEnded() {}
}
