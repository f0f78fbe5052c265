package chat.moebi.cookie;

import akka.actor.ActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits what a stranger can use up by connecting without proof of the cookie: the number of
 * handshakes in progress, and their duration. Akka limits neither, and a connection that never
 * sends anything costs 100 KiB.
 *
 * <p>Counts the connections that failed, and logs their number at most once a minute. Thread-safe.
 */
final class PendingHandshakes {

  private static final Logger LOG = LoggerFactory.getLogger(PendingHandshakes.class);

  /** A node that starts among a hundred others has about 200 handshakes at once. */
  private static final int MAX_HANDSHAKES = 256;

  /** The age at which a handshake is ended. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private record Handshake(SSLEngine engine, Optional<TlsConnection> connection, long since) {

    boolean isComplete() {
      return Credentials.isComplete(engine);
    }

    /** Akka does not tell the engine that a connection was lost, so the connection is asked too. */
    boolean isClosed() {
      return engine.isInboundDone()
          || engine.isOutboundDone()
          || connection.map(TlsConnection::isClosed).orElse(false);
    }

    boolean isOlderThan(Duration limit) {
      return System.nanoTime() - since > limit.toNanos();
    }

    boolean hasReceivedHello() {
      return engine.getHandshakeSession() != null;
    }
  }

  private final ActorSystem system;
  private final Duration limit;
  private final List<Handshake> handshakes = new ArrayList<>();
  private boolean isSweepScheduled;
  private long failed;
  private long logged;
  private long loggedAt = System.nanoTime() - LOG_INTERVAL.toNanos();

  PendingHandshakes(ActorSystem system, Duration limit) {
    this.system = system;
    this.limit = limit;
  }

  /** Watches the handshake of a connection just accepted, on the thread that accepted it. */
  synchronized void add(SSLEngine engine) {
    sweep();
    while (handshakes.size() >= MAX_HANDSHAKES) {
      // A node with the cookie sends its hello at once. Among the others the oldest one goes.
      fail(
          handshakes.stream()
              .min(
                  Comparator.comparing(Handshake::hasReceivedHello).thenComparing(Handshake::since))
              .orElseThrow());
    }
    handshakes.add(new Handshake(engine, TlsConnection.current(), System.nanoTime()));
    scheduleSweep();
  }

  private void sweep() {
    handshakes.removeIf(Handshake::isComplete);
    handshakes.stream()
        .filter(handshake -> handshake.isClosed() || handshake.isOlderThan(limit))
        .toList()
        .forEach(this::fail);
    long now = System.nanoTime();
    if (failed > logged && now - loggedAt > LOG_INTERVAL.toNanos()) {
      LOG.warn("connections that did not prove that they have the cookie: {} in all", failed);
      logged = failed;
      loggedAt = now;
    }
  }

  private void fail(Handshake handshake) {
    handshake.connection().ifPresent(TlsConnection::close);
    handshakes.remove(handshake);
    failed++;
  }

  private void scheduleSweep() {
    if (!isSweepScheduled) {
      isSweepScheduled = true;
      system.scheduler().scheduleOnce(SWEEP_INTERVAL, this::sweepAgain, system.dispatcher());
    }
  }

  private synchronized void sweepAgain() {
    isSweepScheduled = false;
    sweep();
    if (!handshakes.isEmpty() || failed > logged) {
      scheduleSweep();
    }
  }
}
