package chat.moebi.cluster;

import akka.actor.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** Finds out whether something listens at an address, and if not, why. */
final class PortCheck {

  /** Tells what came of it. */
  enum Answer {
    /** Its host answers, and nothing listens there: its process is dead. */
    REFUSED,
    /** Something listens: the node may be frozen, or has stale connections. */
    OPEN,
    /** Nothing answers: its host is down, or there is no way to it. */
    NOTHING
  }

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private PortCheck() {}

  /** Knocks at an address, for a second at most once its name is resolved. */
  static Answer at(Address address) {
    InetSocketAddress where =
        new InetSocketAddress(address.host().get(), (Integer) address.port().get());
    try (Socket socket = new Socket()) {
      socket.connect(where, (int) LIMIT.toMillis());
      return Answer.OPEN;
    } catch (ConnectException e) {
      // "No route to host" is one too, and there is no other way to tell.
      boolean isRefused =
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
      return isRefused ? Answer.REFUSED : Answer.NOTHING;
    } catch (IOException e) {
      return Answer.NOTHING;
    }
  }
}
