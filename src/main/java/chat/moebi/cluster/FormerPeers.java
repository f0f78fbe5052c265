package chat.moebi.cluster;

import akka.actor.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The nodes that this one was in a cluster with, or should be. A fresh ActorSystem of the node
 * finds them again, and a node that was forgotten is looked for until it is known to be dead.
 * Thread-safe.
 */
final class FormerPeers {

  private static final int MAX_PEERS = 256;

  /** How many former peers are checked at a time; some may be gone for good. */
  private static final int MAX_CHECKS = 8;

  private static final Duration CHECK_TIMEOUT = Duration.ofMillis(1500);

  private final BlockingChecks<Address, Boolean> checks =
      new BlockingChecks<>(this::isListening, false, CHECK_TIMEOUT);

  private final RecentSet<Address> peers = new RecentSet<>(MAX_PEERS);
  private Address preferred;
  private long meetings;

  /** Takes a node that this one is in a cluster with. */
  synchronized void add(Address peer) {
    if (PeerAddress.isUsable(peer)) {
      meetings++;
      peers.add(peer);
    }
  }

  /** Takes a node that may be in another cluster. */
  synchronized void lookFor(Address peer) {
    if (PeerAddress.isUsable(peer)) {
      peers.add(peer);
    }
  }

  /** Removes a node that has left, or is dead. */
  synchronized void remove(Address peer) {
    peers.remove(peer);
  }

  /** Returns how many nodes were added so far. */
  synchronized long meetings() {
    return meetings;
  }

  /** Takes the node whose cluster is to be joined next, which this one may not have met. */
  synchronized void prefer(Address peer) {
    if (PeerAddress.isUsable(peer)) {
      peers.add(peer);
      preferred = peer;
    }
  }

  synchronized void preferNone() {
    preferred = null;
  }

  synchronized Optional<Address> preferred() {
    return Optional.ofNullable(preferred);
  }

  /** Finds some former peers that are not present and whose port is open, within 1.5 s. */
  CompletableFuture<List<Address>> find(Set<String> present, Executor executor) {
    return checks
        .run(next(present), executor)
        .thenApply(found -> found.keySet().stream().filter(found::get).toList());
  }

  /** Returns the preferred peer and the next ones; each check puts a peer last. */
  private synchronized List<Address> next(Set<String> present) {
    return Stream.concat(preferred().stream(), peers.stream())
        .filter(peer -> !present.contains(PeerAddress.hostAndPort(peer)))
        .distinct()
        .limit(MAX_CHECKS)
        .toList();
  }

  private boolean isListening(Address peer) {
    PortCheck.Answer answer = PortCheck.at(peer);
    synchronized (this) {
      boolean isKnown = peers.remove(peer);
      // Where the port refuses, the node is dead. The next node there looks for others itself.
      if (isKnown && answer != PortCheck.Answer.REFUSED) {
        peers.add(peer);
      }
    }
    return answer == PortCheck.Answer.OPEN;
  }
}
