package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cluster.JoiningProtocol.FormFirst;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.PeerDiscovery.Peers;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One round of asking the peers that were found whether this node may join them: who is asked next,
 * and what follows when nobody has admitted it.
 */
final class JoinRound {

  private static final int MAX_ROUNDS = 6;
  private static final int MAX_ROUNDS_FOR_CONTACTS = 3;

  private final Address self;
  private final Deque<Address> unasked = new ArrayDeque<>();
  private final Map<Address, String> neighbours = new HashMap<>();

  private final Set<Address> contacts;

  /** Peers that are known to live: they are asked for longer. */
  private final Set<Address> living;

  /** Former peers that may be dead: nothing follows from their silence. */
  private final Set<Address> doubtful;

  private final Set<Address> promised = new HashSet<>();
  private final Set<Address> silent = new LinkedHashSet<>();
  private boolean isUndecided;

  /**
   * Begins a round.
   *
   * @param askers peers that have asked this node since the round before
   * @param preferred the peer to ask first; it was heard from a moment ago
   */
  JoinRound(Address self, Peers found, Collection<Address> askers, Optional<Address> preferred) {
    this.self = self;
    found
        .neighbours()
        .forEach(
            entry ->
                neighbours.put(
                    PeerAddress.at(entry.address()), entry.name() + " (pid " + entry.pid() + ")"));
    this.contacts = found.nodesAtContacts();
    this.living = new HashSet<>(neighbours.keySet());
    preferred.ifPresent(living::add);
    this.doubtful = new HashSet<>(found.formerPeers());
    doubtful.removeAll(living);
    doubtful.removeAll(askers);
    doubtful.removeAll(contacts);
    // By address, because a node that waits for a lower one need not ask the higher ones.
    Stream.concat(found.addresses().stream(), askers.stream())
        .distinct()
        .filter(peer -> !peer.equals(self))
        .sorted(
            Comparator.comparing((Address peer) -> !preferred.equals(Optional.of(peer)))
                .thenComparing(doubtful::contains)
                .thenComparing(Address::hostPort))
        .forEach(unasked::add);
  }

  /** Returns the next peer to ask, if there is one. */
  Optional<Address> next() {
    return Optional.ofNullable(unasked.poll());
  }

  /** Takes an answer that neither admits nor refuses this node; null if none came in time. */
  void answered(Address peer, JoinAnswer answer) {
    if (answer instanceof FormFirst) {
      promised.add(peer);
    } else if (answer != null) {
      isUndecided = true;
      if (PeerAddress.isLower(peer, self)) {
        unasked.clear();
      }
    } else if (!doubtful.contains(peer)) {
      silent.add(peer);
    }
  }

  /** Whether a peer is joining or forming a cluster itself, and is to be asked again. */
  boolean isUndecided() {
    return isUndecided;
  }

  /**
   * Whether to ask all peers again before deciding, because nobody answers. The first questions may
   * be lost: where a node is started again at the same address, the others take more than a second
   * to find that their connections to it are dead. Each silent peer takes a second, so fewer rounds
   * are enough if many are silent, but at least two.
   *
   * @param rounds how many rounds there have been
   */
  boolean isToBeRepeated(int rounds) {
    int limit = silent.stream().anyMatch(living::contains) ? MAX_ROUNDS : MAX_ROUNDS_FOR_CONTACTS;
    boolean isEnough = rounds >= limit || (rounds > 1 && rounds * silent.size() >= limit);
    return !silent.isEmpty() && promised.isEmpty() && !isEnough;
  }

  /** Returns the peers that wait for this node to form a cluster. */
  Set<Address> promised() {
    return promised;
  }

  /** Returns a sentence for the user about each neighbour and contact point that is silent. */
  List<String> sentencesOfSilence() {
    return silent.stream()
        .filter(peer -> neighbours.containsKey(peer) || contacts.contains(peer))
        .map(
            peer ->
                neighbours.containsKey(peer)
                    ? neighbours.get(peer) + " does not answer; it is asked again"
                    : PeerAddress.hostAndPort(peer)
                        + " is a node, and does not answer to that address;"
                        + " write it in --join as the --host there has it")
        .toList();
  }

  /** Returns sentences for the user about why nobody has admitted this node for long. */
  List<String> sentencesOfDelay() {
    List<String> silence = sentencesOfSilence();
    return silence.isEmpty()
        ? List.of("other nodes are not ready to be joined yet; they are asked again")
        : silence;
  }
}
