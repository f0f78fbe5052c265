package chat.moebi.cookie;

import java.util.HashMap;
import java.util.Map;

/**
 * The connections that an ActorSystem has opened to other nodes, so that those to one node can be
 * cut. Akka opens new ones at once. Thread-safe.
 *
 * <p>Akka does not replace them by itself: after a network failure, TCP waits for up to two minutes
 * before it tries again on an existing connection.
 */
public final class OutboundConnections {

  private final Map<TlsConnection, String> peers = new HashMap<>();

  /** Adds the connection that this thread opens. */
  synchronized void add(String host, int port) {
    peers.keySet().removeIf(TlsConnection::isClosed);
    TlsConnection.current().ifPresent(connection -> peers.put(connection, host + ":" + port));
  }

  /**
   * Cuts the connections to a node; messages on their way there are lost.
   *
   * @param hostAndPort {@code HOST:PORT} of its address
   */
  public synchronized void cut(String hostAndPort) {
    peers.forEach(
        (connection, peer) -> {
          if (peer.equals(hostAndPort)) {
            connection.close();
          }
        });
    peers.values().removeIf(hostAndPort::equals);
  }
}
