package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cookie.Credentials;
import chat.moebi.cookie.TlsProbe;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Decides when the connections to a silent peer are to be cut, so that Akka makes new ones; one a
 * peer.
 *
 * <p>A firewall that has lost its state drops what belongs to existing connections and tells
 * nobody, and a host may get another address. Then TCP repeats itself in vain for a quarter of an
 * hour. A peer that answers over a new connection, to the address that its name has now, while it
 * is silent on the existing ones shows that these are dead.
 */
final class FreshConnection {

  /** The result of an attempt. */
  enum Outcome {
    /** The host answers, and nothing listens at the port. */
    REFUSED,
    /** Nothing answers: the host is down, or there is no way to it. */
    NO_WAY,
    /** Something listens and does not speak in time: the process may be frozen. */
    NO_ANSWER,
    /** A node of the same cookie lives there. */
    ANSWERED
  }

  /** A handshake with a node on a busy machine takes a part of it. */
  private static final Duration LIMIT = Duration.ofMillis(1500);

  /** New connections, and a hello over them, take some three seconds. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final AwakeTime time;
  private boolean wasNoWay;
  private boolean hasAnswered;
  private long cutAt;

  /** How long the last cut is given to help; null before the first. */
  private Duration pause;

  FreshConnection(AwakeTime time) {
    this.time = time;
  }

  /** Tries a new connection, for 2.5 s at most once the name is resolved. */
  static Outcome attempt(Address address, Credentials credentials) {
    return switch (PortCheck.at(address)) {
      case REFUSED -> Outcome.REFUSED;
      case NOTHING -> Outcome.NO_WAY;
      case OPEN -> handshake(address, credentials);
    };
  }

  private static Outcome handshake(Address address, Credentials credentials) {
    InetSocketAddress where =
        new InetSocketAddress(address.host().get(), (Integer) address.port().get());
    return TlsProbe.of(credentials, where, LIMIT) == TlsProbe.Finding.FINE
        ? Outcome.ANSWERED
        : Outcome.NO_ANSWER;
  }

  /**
   * Decides after an attempt, at the end of which the peer is still silent, whether to cut.
   *
   * <p>A process that was frozen until a moment ago answers the new connection first: unless there
   * was no way to its host, it has until the next attempt to answer on the existing ones, for a cut
   * loses what is on its way. A cut that does not help is repeated ever more seldom.
   */
  boolean replaces(Outcome outcome) {
    boolean isAlive = outcome == Outcome.ANSWERED;
    boolean isDue =
        isAlive && (wasNoWay || hasAnswered) && (pause == null || time.isOver(cutAt, pause));
    wasNoWay = outcome == Outcome.NO_WAY || (wasNoWay && !isDue);
    hasAnswered = isAlive && !isDue;
    if (isDue) {
      cutAt = time.nanos();
      pause = pause == null ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
    return isDue;
  }

  /** Notes that the peer answers again on its connections. */
  void settled() {
    wasNoWay = false;
    hasAnswered = false;
    pause = null;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
