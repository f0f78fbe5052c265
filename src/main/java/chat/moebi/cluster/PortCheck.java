package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.TlsProbe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** Checks over a new connection whether a node listens at an address. Blocks, also for DNS. */
final class PortCheck {

  enum Answer {
    /** The host answers and nothing listens at the port: the process is dead. */
    REFUSED,
    /** Nothing answers: the host is down, or there is no way to it. */
    NO_WAY,
    /** Something listens and has not completed a handshake: the process may be frozen. */
    OPEN,
    /** A living node with the same cookie listens. */
    NODE
  }

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** A node on a busy machine completes a handshake in less. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofMillis(1500);

  private PortCheck() {}

  /** Connects, within a second once the name is resolved; never returns {@link Answer#NODE}. */
  static Answer at(Address address) {
    try (Socket socket = new Socket()) {
      socket.connect(socketAddress(address), (int) CONNECT_TIMEOUT.toMillis());
      return Answer.OPEN;
    } catch (ConnectException e) {
      // "No route to host" is a ConnectException too, and only the message tells them apart.
      boolean isRefused =
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
      return isRefused ? Answer.REFUSED : Answer.NO_WAY;
    } catch (IOException e) {
      return Answer.NO_WAY;
    }
  }

  /** Connects and completes a handshake, within 2.5 s once the name is resolved. */
  static Answer withHandshake(Address address, Credentials credentials) {
    Answer answer = at(address);
    return answer == Answer.OPEN
            && TlsProbe.of(credentials, socketAddress(address), HANDSHAKE_TIMEOUT)
                == TlsProbe.Finding.FINE
        ? Answer.NODE
        : answer;
  }

  private static InetSocketAddress socketAddress(Address address) {
    return new InetSocketAddress(address.host().get(), (Integer) address.port().get());
  }
}
