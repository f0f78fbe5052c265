package chat.moebi.chat;

import akka.Done;
import chat.moebi.cluster.OwnRooms;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The rooms that this node and others are in. A room exists while a node is in it, and needs no
 * server: nodes tell each other in which rooms they are. A node that cannot be reached does not
 * count. Thread-safe.
 */
public final class Rooms {

  private final Supplier<OwnRooms> own;
  private final Peers peers;

  Rooms(Supplier<OwnRooms> own, Peers peers) {
    this.own = own;
    this.peers = peers;
  }

  /**
   * Joins a room, and stays in it until the node leaves the room or is closed. Does nothing if the
   * node is in the room.
   *
   * @return completes when every reachable node knows it: what any of them then sends to the room
   *     is shown here. A node that does not answer for 2 s is not waited for.
   * @throws IllegalArgumentException if the node is in too many rooms, with a sentence for the user
   */
  public CompletionStage<Done> join(RoomName room) {
    return own.get().join(room);
  }

  /**
   * Leaves a room: no text to the room is shown from now on. Does nothing if the node is not in it.
   *
   * @return completes when every reachable node knows it, as for {@link #join}
   */
  public CompletionStage<Done> leave(RoomName room) {
    return own.get().leave(room);
  }

  /** Whether this node is in a room. */
  public boolean isIn(RoomName room) {
    return own.get().contains(room);
  }

  /** Returns all rooms with the reachable nodes in them, this node included. */
  public SortedMap<RoomName, SortedSet<NodeName>> all() {
    SortedMap<RoomName, SortedSet<NodeName>> rooms = new TreeMap<>();
    View view = peers.view();
    own.get().all().forEach(room -> add(rooms, room, view.self()));
    for (Peer peer : view.nodes().values()) {
      if (peer.status() == Status.UP) {
        peer.rooms().forEach(room -> add(rooms, room, peer.name()));
      }
    }
    return rooms;
  }

  /** Returns the reachable nodes in a room, this node included; none if there is no such room. */
  public SortedSet<NodeName> members(RoomName room) {
    SortedSet<NodeName> members = new TreeSet<>();
    View view = peers.view();
    if (isIn(room)) {
      members.add(view.self());
    }
    for (Peer peer : view.nodes().values()) {
      if (peer.status() == Status.UP && peer.rooms().contains(room)) {
        members.add(peer.name());
      }
    }
    return members;
  }

  private static void add(
      SortedMap<RoomName, SortedSet<NodeName>> rooms, RoomName room, NodeName node) {
    rooms.computeIfAbsent(room, r -> new TreeSet<>()).add(node);
  }
}
