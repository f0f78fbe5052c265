package chat.moebi.cookie;

import akka.actor.ActorRef;
import akka.actor.PoisonPill;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows the connections that an ActorSystem has made to others, so that those to one node can be
 * cut. Akka makes them anew at once. Thread-safe.
 *
 * <p>It does not do so by itself: where a network has failed for a while, TCP goes on waiting, for
 * up to two minutes, before it tries again on the connection that it has.
 */
public final class OutboundConnections {

  private final Map<String, Set<ActorRef>> byPeer = new HashMap<>();

  /** Notes a connection that is being made, in the thread that makes it. */
  synchronized void add(String host, int port) {
    ConnectionInTheMaking.actor()
        .ifPresent(
            connection -> {
              byPeer.values().forEach(all -> all.removeIf(ConnectionInTheMaking::isClosed));
              byPeer.values().removeIf(Set::isEmpty);
              byPeer.computeIfAbsent(host + ":" + port, p -> new HashSet<>()).add(connection);
            });
  }

  /**
   * Cuts the connections to a node; what is on its way there is lost.
   *
   * @param hostAndPort {@code HOST:PORT} of its address
   */
  public synchronized void cut(String hostAndPort) {
    Set<ActorRef> connections = byPeer.remove(hostAndPort);
    if (connections != null) {
      connections.forEach(c -> c.tell(PoisonPill.getInstance(), ActorRef.noSender()));
    }
  }
}
