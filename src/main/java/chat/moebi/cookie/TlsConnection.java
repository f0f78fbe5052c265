package chat.moebi.cookie;

import akka.actor.ActorCell;
import akka.actor.ActorContext;
import akka.actor.ActorRef;
import akka.actor.InternalActorRef;
import akka.actor.PoisonPill;
import java.util.Optional;

/**
 * A connection of Akka's remoting, represented by the actor of its TLS stage. No public call of
 * Akka closes a connection or says whether it is closed, but the end of that actor does.
 */
record TlsConnection(ActorRef actor) {

  /**
   * Returns the connection for which Akka requests a TLS engine on this thread. If a later version
   * of Akka no longer reveals the actor, no connection can be closed, and tests fail.
   */
  static Optional<TlsConnection> current() {
    scala.collection.immutable.List<?> stack = ActorCell.contextStack().get();
    while (!stack.isEmpty()) {
      // Akka puts a null on top once the actor's constructor has begun.
      if (stack.head() instanceof ActorContext context) {
        return Optional.of(new TlsConnection(context.self()));
      }
      stack = (scala.collection.immutable.List<?>) stack.tail();
    }
    return Optional.empty();
  }

  boolean isClosed() {
    return ((InternalActorRef) actor).isTerminated();
  }

  /**
   * Closes the connection, by a message: a direct stop could overtake the wiring of the actor's
   * streams, which would then stay open.
   */
  void close() {
    actor.tell(PoisonPill.getInstance(), ActorRef.noSender());
  }
}
