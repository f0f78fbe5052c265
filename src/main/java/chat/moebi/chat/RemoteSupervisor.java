package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import chat.moebi.node.NodeName;
import chat.moebi.node.View;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the supervisor under which a recipient's tasks run: the lesson's {@code
 * remote_supervisor/1}, and like it a matter of configuration ({@code chat.remote-supervisor}).
 */
@FunctionalInterface
interface RemoteSupervisor {

  /**
   * Is a supervisor that can be sent to now.
   *
   * @param incarnation tells one start of its node from the next
   */
  record Found(ActorRef<ChatSupervisor.Command> supervisor, long incarnation) {}

  /** Returns the recipient's supervisor, or nothing if there is no connection to its node. */
  Optional<Found> of(NodeName recipient);

  /** Finds it on the recipient's own node. */
  static RemoteSupervisor inCluster(Supplier<View> view, ActorRefResolver resolver) {
    return recipient ->
        view.get()
            .reachable(recipient)
            .map(
                peer ->
                    new Found(
                        resolver.resolveActorRef(peer.address() + "/user/" + ChatSupervisor.ACTOR),
                        peer.incarnation()));
  }

  /** Takes this node's own for every recipient: for tests that need no second node. */
  static RemoteSupervisor local(Supplier<ActorRef<ChatSupervisor.Command>> own) {
    return recipient -> Optional.of(new Found(own.get(), 0));
  }
}
