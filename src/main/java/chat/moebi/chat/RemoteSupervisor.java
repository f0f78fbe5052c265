package chat.moebi.chat;

import akka.actor.Address;
import akka.actor.typed.ActorRefResolver;
import chat.moebi.cluster.ActorFinder;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import java.util.Optional;

/**
 * Finds the supervisor under which a recipient's tasks run, as {@code chat.remote-supervisor} says:
 * the lesson's {@code remote_supervisor/1}.
 */
@FunctionalInterface
interface RemoteSupervisor {

  /** Returns the recipient's supervisor, or nothing if there is no connection to its node. */
  Optional<Found<ChatProtocol.Command>> of(NodeName recipient);

  /** Finds the supervisor on the recipient's own node. */
  static RemoteSupervisor inCluster(ActorFinder finder) {
    return recipient -> finder.find(recipient, ChatSupervisor.ACTOR);
  }

  /** Returns the supervisor of one ActorSystem for every recipient: for tests without a cluster. */
  static RemoteSupervisor local(ActorRefResolver resolver, Address system) {
    String path = system + "/user/" + ChatSupervisor.ACTOR;
    return recipient -> Optional.of(new Found<>(resolver.resolveActorRef(path), 0));
  }
}
