package chat.moebi.cluster;

import akka.actor.Address;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.cluster.JoiningProtocol.FormFirst;
import chat.moebi.cluster.JoiningProtocol.JoinAnswer;
import chat.moebi.cluster.JoiningProtocol.Later;
import chat.moebi.cluster.JoiningProtocol.NameTaken;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.List;

/**
 * Answers the nodes that ask this one to let them join while it is not a member yet. Of two nodes
 * that start, the one of the lower address forms the cluster, and the other promises to wait.
 *
 * <p>A promise binds to one node at a time, and asking again does not extend it. Otherwise two
 * nodes that do not see each other could both form a cluster, and three nodes could wait for each
 * other for ever.
 */
final class StartingPeers {

  /** How long a promise binds. */
  static final Duration PROMISE_DURATION = Duration.ofSeconds(3);

  private static final int MAX_ASKERS = 64;

  private final NodeName name;
  private final Address self;
  private RecentSet<Address> askers = new RecentSet<>(MAX_ASKERS);
  private Address promisedTo;
  private long promisedAt;

  StartingPeers(NodeName name, Address self) {
    this.name = name;
    this.self = self;
  }

  /**
   * Answers a node.
   *
   * @param isStarting false while this node waits for its turn to start. Then it promises to any
   *     node: the node whose turn it is may need the promise
   */
  JoinAnswer answer(AskToJoin ask, boolean isStarting) {
    Address asker = ask.replyTo().path().address();
    boolean isLower = PeerAddress.isLower(self, asker);
    if (isLower && ask.name().equals(name)) {
      return new NameTaken(name);
    } else if (!PeerAddress.isUsable(asker) || (isLower && isStarting) || !promise(asker)) {
      return new Later(name);
    }
    askers.add(asker);
    return new FormFirst(name);
  }

  private boolean promise(Address asker) {
    if (!isPromised()) {
      promisedTo = asker;
      promisedAt = System.nanoTime();
    }
    return asker.equals(promisedTo);
  }

  /** Whether another node is to form a cluster. */
  boolean isPromised() {
    return promisedTo != null && !Elapsed.isOver(promisedAt, PROMISE_DURATION);
  }

  /** Returns and forgets the nodes that hold a promise of this one. */
  List<Address> takeAskers() {
    List<Address> all = askers.stream().toList();
    askers = new RecentSet<>(MAX_ASKERS);
    return all;
  }
}
