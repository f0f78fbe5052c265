package chat.moebi.cluster;

import chat.moebi.name.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Shows the nodes as one of them knows them at a moment, itself included. Immutable.
 *
 * @param self whose view it is
 * @param nodes every known node by its name
 */
public record View(NodeName self, SortedMap<NodeName, Peer> nodes) {

  /** Tells whether a node can be reached. */
  public enum Status {
    /** The node whose view it is. */
    SELF,
    /** It answered this node's hello, and nothing says that it is gone. */
    UP,
    /** It is a member, and does not answer. */
    UNREACHABLE
  }

  /**
   * Describes a known node.
   *
   * @param name its name
   * @param incarnation tells one start of its ActorSystem from the next
   * @param address its Akka address, {@code akka://chat@HOST:PORT}
   * @param status whether it can be reached
   */
  public record Peer(NodeName name, long incarnation, String address, Status status) {

    /** Tells whether messages may be sent to it. */
    public boolean isReachable() {
      return status != Status.UNREACHABLE;
    }

    /** Returns the same node with another status. */
    public Peer with(Status other) {
      return new Peer(name, incarnation, address, other);
    }

    /** Returns {@code HOST:PORT} of its address. */
    public String hostAndPort() {
      return address.substring(address.indexOf('@') + 1);
    }
  }

  /** Returns the node of that name if it can be reached. */
  public Optional<Peer> reachable(NodeName name) {
    return Optional.ofNullable(nodes.get(name)).filter(Peer::isReachable);
  }

  /**
   * Returns which nodes may be meant by a short name: the only known one that bears it, or else the
   * one on this node's own host, known or not; several only if that one is not known and several
   * others are.
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
}
