package chat.moebi.cluster;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The nodes that one node knows at a moment, including itself. Immutable.
 *
 * @param self the node that knows them
 * @param nodes the nodes by their names
 */
public record View(NodeName self, SortedMap<NodeName, Peer> nodes) {

  /** Whether a node can be reached. */
  public enum Status {
    /** The node that has the view. */
    SELF,
    /** The node was heard and is not silent. */
    UP,
    /** The node does not answer, or has not answered yet. */
    UNREACHABLE
  }

  /**
   * A known node.
   *
   * @param incarnation differs between the node's ActorSystems
   * @param address the Akka address, {@code akka://chat@HOST:PORT}
   * @param rooms the rooms that another node was in when it was last heard; of the node that has
   *     the view none, see {@link OwnRooms}
   */
  public record Peer(
      NodeName name, long incarnation, String address, Status status, SortedSet<RoomName> rooms) {

    /** Creates a node that is in no room. */
    public Peer(NodeName name, long incarnation, String address, Status status) {
      this(name, incarnation, address, status, Collections.emptySortedSet());
    }

    /** Returns whether messages can be sent to the node. */
    public boolean isReachable() {
      return status != Status.UNREACHABLE;
    }

    /** Returns the same node with another status. */
    public Peer with(Status other) {
      return new Peer(name, incarnation, address, other, rooms);
    }

    /** Returns the {@code HOST:PORT} of the address. */
    public String hostAndPort() {
      return address.substring(address.indexOf('@') + 1);
    }
  }

  /** Returns the node of that name if it can be reached. */
  public Optional<Peer> reachable(NodeName name) {
    return Optional.ofNullable(nodes.get(name)).filter(Peer::isReachable);
  }

  /**
   * Returns the nodes that a short name may mean: the node of that name on this host, if that is
   * known or no other is; otherwise all known nodes of that name.
   *
   * @throws IllegalArgumentException if no node can have that name
   */
  public List<NodeName> meant(String shortName) {
    NodeName here = new NodeName(shortName, self.host());
    if (nodes.containsKey(here)) {
      return List.of(here);
    }
    List<NodeName> bearers =
        nodes.keySet().stream().filter(n -> n.name().equals(shortName)).toList();
    return bearers.isEmpty() ? List.of(here) : bearers;
  }

  /** Returns the same view of a node that has lost its cluster: no other node is reachable. */
  public View cutOff() {
    SortedMap<NodeName, Peer> peers = new TreeMap<>(nodes);
    peers.replaceAll(
        (name, peer) -> peer.status() == Status.UP ? peer.with(Status.UNREACHABLE) : peer);
    return new View(self, Collections.unmodifiableSortedMap(peers));
  }
}
