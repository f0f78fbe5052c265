package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.node.ActorFinder;
import chat.moebi.node.ActorFinder.Found;
import chat.moebi.node.NodeName;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the supervisor under which a recipient's tasks run: the lesson's {@code
 * remote_supervisor/1}, and like it a matter of configuration ({@code chat.remote-supervisor}).
 */
@FunctionalInterface
interface RemoteSupervisor {

  /** Returns the recipient's supervisor, or nothing if there is no connection to its node. */
  Optional<Found<ChatProtocol.Command>> of(NodeName recipient);

  /** Finds it on the recipient's own node. */
  static RemoteSupervisor inCluster(ActorFinder finder) {
    return recipient -> finder.find(recipient, ChatSupervisor.ACTOR);
  }

  /** Takes this node's own for every recipient: for tests that need no second node. */
  static RemoteSupervisor local(Supplier<ActorRef<ChatProtocol.Command>> own) {
    return recipient -> Optional.of(new Found<>(own.get(), 0));
  }
}
