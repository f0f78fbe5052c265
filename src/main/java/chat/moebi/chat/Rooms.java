package chat.moebi.chat;

import akka.Done;
import chat.moebi.cluster.OwnRooms;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The rooms that this node and others are in. A room exists while a node is in it, and needs no
 * server: nodes tell each other in which rooms they are. A node that cannot be reached does not
 * count; if texts are kept, it is remembered as one that is away. Thread-safe.
 */
public final class Rooms {

  private final Supplier<OwnRooms> own;
  private final Peers peers;
  private final RoomMemory memory;

  Rooms(Supplier<OwnRooms> own, Peers peers, RoomMemory memory) {
    this.own = own;
    this.peers = peers;
    this.memory = memory;
  }

  /** Starts something as soon as {@link #whenKnown} is complete, in the order of the calls. */
  <T> CompletionStage<T> inOrder(Supplier<CompletionStage<T>> start) {
    if (memory.isOpen()) {
      return start.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    memory.run(() -> start.get().thenAccept(result::complete));
    return result;
  }

  /**
   * Completes when this node is in the rooms again that it was in when it ended, if that is
   * remembered; soon in any case.
   */
  public CompletionStage<Done> whenKnown() {
    return memory.whenKnown();
  }

  /**
   * Joins a room, and stays in it until the node leaves the room; if nothing is remembered, until
   * the node is closed. Does nothing if the node is in the room.
   *
   * @return completes when every reachable node knows it: what any of them then sends to the room
   *     is shown here. A node that does not answer for 2 s is not waited for.
   * @throws IllegalArgumentException if the node is in too many rooms, with a sentence for the user
   */
  public CompletionStage<Done> join(RoomName room) {
    CompletionStage<Done> joined = own.get().join(room);
    memory.run(
        () -> {
          own.get().join(room); // Again, if the node was to leave the room before.
          memory.ownChanged();
        });
    return joined;
  }

  /**
   * Joins rooms, and leaves the others that the node was in before it started.
   *
   * @return completes when every reachable node knows the rooms, as for {@link #join}
   * @throws IllegalArgumentException as for {@link #join}
   */
  public CompletionStage<Done> joinOnly(Collection<RoomName> rooms) {
    CompletionStage<Done> joined = CompletableFuture.completedStage(Done.getInstance());
    for (RoomName room : rooms) {
      joined = joined.thenCombine(join(room), (done, too) -> too);
    }
    memory.run(
        () -> {
          Set<RoomName> others = own.get().all();
          others.removeAll(rooms);
          others.forEach(this::leave);
        });
    return joined;
  }

  /**
   * Leaves a room: no text to the room is shown from now on. Does nothing if the node is not in it.
   *
   * @return completes when every reachable node knows it, as for {@link #join}
   */
  public CompletionStage<Done> leave(RoomName room) {
    CompletableFuture<Done> left = new CompletableFuture<>();
    memory.run(
        () -> {
          own.get().leave(room).thenAccept(left::complete);
          memory.ownChanged();
        });
    return left;
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

  /** Returns the nodes that have joined a room, have not left it, and cannot be reached. */
  public SortedSet<NodeName> away(RoomName room) {
    SortedSet<NodeName> away = memory.in(room);
    away.removeIf(peers::isReachable);
    return away;
  }

  /** Returns the nodes that a text to a room is for, if it is kept for those that are away. */
  SortedSet<NodeName> addressees(RoomName room) {
    SortedSet<NodeName> addressees = memory.in(room);
    addressees.addAll(members(room));
    return addressees;
  }

  /** Learns from the result of a text to a room whether the recipient is in it. */
  void answered(NodeName node, Optional<RoomName> room, SendResult result) {
    memory.answered(node, room, result);
  }

  private static void add(
      SortedMap<RoomName, SortedSet<NodeName>> rooms, RoomName room, NodeName node) {
    rooms.computeIfAbsent(room, r -> new TreeSet<>()).add(node);
  }
}
