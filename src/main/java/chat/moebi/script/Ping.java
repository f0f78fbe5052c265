package chat.moebi.script;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks a node of this host whether it serves scripts. */
public final class Ping {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private Ping() {}

  /**
   * Asks the node that has the socket, and waits for 3 s at most.
   *
   * @return why it does not serve scripts; empty if it does
   */
  public static Optional<String> objectionOf(Path socket) throws InterruptedException {
    BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    try (NodeConnection node =
        new SocketConnection(UnixDomainSocketAddress.of(socket), responses::add)) {
      node.send(new Request.Ping());
      Response response = responses.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response instanceof Response.Pong) {
        return Optional.empty();
      }
      return Optional.of(
          response instanceof Response.Full full ? full.sentence() : "it does not answer");
    }
  }
}
