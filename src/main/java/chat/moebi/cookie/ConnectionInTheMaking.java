package chat.moebi.cookie;

import akka.actor.ActorCell;
import akka.actor.ActorContext;
import akka.actor.ActorRef;
import akka.actor.InternalActorRef;
import java.util.Optional;

/** Finds the connection for which Akka is asking for a TLS engine. */
final class ConnectionInTheMaking {

  private ConnectionInTheMaking() {}

  /**
   * Returns the actor of Akka's TLS stage that is asking for an engine, in this thread. Ending it
   * closes the connection, and nothing that is public does. Should a later Akka not tell, no
   * connection can be ended; tests would show it.
   */
  static Optional<ActorRef> actor() {
    scala.collection.immutable.List<?> stack = ActorCell.contextStack().get();
    while (!stack.isEmpty()) {
      // Akka puts a null on top once the actor's constructor has begun.
      if (stack.head() instanceof ActorContext context) {
        return Optional.of(context.self());
      }
      stack = (scala.collection.immutable.List<?>) stack.tail();
    }
    return Optional.empty();
  }

  /** Returns whether the actor of a connection has ended. No public call tells without waiting. */
  static boolean isClosed(ActorRef connection) {
    return ((InternalActorRef) connection).isTerminated();
  }
}
