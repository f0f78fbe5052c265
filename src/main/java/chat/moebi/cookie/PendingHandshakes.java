package chat.moebi.cookie;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.PoisonPill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what strangers can take by connecting and not proving that they have the cookie: how many
 * handshakes may be under way, and for how long. Akka bounds neither, and a connection that never
 * speaks costs 100 KiB.
 *
 * <p>Counts the connections that came to nothing, and logs their number once a minute at most.
 * Thread-safe.
 */
final class PendingHandshakes {

  private static final Logger LOG = LoggerFactory.getLogger(PendingHandshakes.class);

  /** A node that starts among a hundred others has some 200 at once. */
  private static final int MOST = 256;

  /** The age at which a handshake is ended. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  /** A connection whose other side has not proved anything yet. */
  private record Pending(SSLEngine engine, Optional<ActorRef> connection, long since) {

    boolean isComplete() {
      return Credentials.isComplete(engine);
    }

    // Of a connection that was lost Akka does not tell the engine.
    boolean isClosed() {
      return engine.isInboundDone()
          || engine.isOutboundDone()
          || connection.map(ConnectionInTheMaking::isClosed).orElse(false);
    }

    boolean isOverdue(Duration limit) {
      return System.nanoTime() - since > limit.toNanos();
    }

    boolean hasSpoken() {
      return engine.getHandshakeSession() != null;
    }
  }

  private final ExtendedActorSystem system;
  private final Duration limit;
  private final List<Pending> pending = new ArrayList<>();
  private boolean isSweeping;
  private long refused;
  private long told;
  private long toldAt;

  PendingHandshakes(ExtendedActorSystem system, Duration limit) {
    this.system = system;
    this.limit = limit;
    this.toldAt = System.nanoTime() - LOG_INTERVAL.toNanos();
  }

  /** Watches the handshake of a connection that was just accepted, in the thread that made it. */
  synchronized void add(SSLEngine engine) {
    sweep();
    while (pending.size() >= MOST) {
      // Whoever has the cookie speaks at once; of the others the one that has tried longest goes.
      Pending least =
          pending.stream()
              .min(Comparator.comparing(Pending::hasSpoken).thenComparing(Pending::since))
              .orElseThrow();
      end(least);
      pending.remove(least);
    }
    pending.add(new Pending(engine, ConnectionInTheMaking.actor(), System.nanoTime()));
    sweepLater();
  }

  private synchronized void sweep() {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending one = all.next();
      if (one.isComplete()) {
        all.remove();
      } else if (one.isClosed()) {
        refused++;
        all.remove();
      } else if (one.isOverdue(limit)) {
        end(one);
        all.remove();
      }
    }
    tell();
  }

  // By mail: to stop it directly could overtake the wiring of its streams, which would stay open.
  private void end(Pending one) {
    refused++;
    one.connection().ifPresent(c -> c.tell(PoisonPill.getInstance(), ActorRef.noSender()));
  }

  private void sweepLater() {
    if (!isSweeping) {
      isSweeping = true;
      system
          .scheduler()
          .scheduleOnce(
              SWEEP_INTERVAL,
              () -> {
                synchronized (this) {
                  isSweeping = false;
                  sweep();
                  if (!pending.isEmpty() || refused > told) {
                    sweepLater();
                  }
                }
              },
              system.dispatcher());
    }
  }

  private void tell() {
    long now = System.nanoTime();
    if (refused > told && now - toldAt > LOG_INTERVAL.toNanos()) {
      LOG.warn("connections that did not prove that they have the cookie: {} in all", refused);
      told = refused;
      toldAt = now;
    }
  }
}
