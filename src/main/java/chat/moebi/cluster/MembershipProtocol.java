package chat.moebi.cluster;

import akka.Done;
import akka.actor.typed.ActorRef;
import chat.moebi.cluster.JoiningProtocol.AskToJoin;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The messages to {@link Membership}, from other nodes and from actors of its own node. */
public final class MembershipProtocol {

  private MembershipProtocol() {}

  /** A message to the membership actor. */
  public interface Command {}

  /**
   * Greets a node, which answers with a {@link HelloAck}.
   *
   * @param to the incarnation that the hello is for, because another one may have its address now;
   *     0 for any
   * @param at the time at which the hello was sent, by the sender's own clock
   * @param rooms the rooms that the sender is in; absent if there is none
   */
  record Hello(
      NodeName name,
      long incarnation,
      long to,
      long at,
      ActorRef<Command> replyTo,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> rooms)
      implements Command, WireMessage {
    Hello {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(replyTo, "replyTo");
      rooms = orEmpty(rooms);
    }
  }

  /**
   * Answers a {@link Hello}: messages pass in both directions.
   *
   * @param at repeats the time of the hello, so that its sender knows how old the answer is
   * @param sent the time at which the answer was sent, by the node's own clock; 0 from a node of an
   *     older version
   * @param rooms the rooms that the node is in; absent if there is none
   */
  record HelloAck(
      NodeName name,
      long incarnation,
      long at,
      long sent,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> rooms)
      implements Command, WireMessage {
    HelloAck {
      Objects.requireNonNull(name, "name");
      rooms = orEmpty(rooms);
    }
  }

  /** Answers a {@link Hello} for an incarnation that is dead: the sender has its address now. */
  record Gone(long incarnation) implements Command, WireMessage {}

  /** Passes on a newcomer's request to join the cluster; its name may be taken. */
  record Admit(AskToJoin ask) implements Command {}

  /** Ends the wait for hellos: the node is ready with the nodes that have answered so far. */
  record GoAhead(ActorRef<Ready> replyTo) implements Command {}

  /** Asks for one {@link Ready}, when every reachable member has answered this node's hello. */
  record WhenReady(ActorRef<Ready> replyTo) implements Command {}

  /** Answers {@link WhenReady} and {@link GoAhead}. */
  enum Ready {
    INSTANCE
  }

  /**
   * This node has joined or left a room.
   *
   * @param known completes when every other node that can be reached knows it
   */
  record RoomsChanged(CompletableFuture<Done> known) implements Command {}

  /** Returns rooms as a hello names them. */
  static List<String> written(SortedSet<RoomName> rooms) {
    return rooms.stream().map(RoomName::toString).toList();
  }

  /**
   * Returns the rooms that a hello names, at most as many as a node may be in. A node of a later
   * version may be in rooms that this version cannot name.
   */
  static SortedSet<RoomName> read(List<String> rooms) {
    if (rooms.isEmpty()) {
      return Collections.emptySortedSet();
    }
    SortedSet<RoomName> read =
        rooms.stream()
            .limit(OwnRooms.MAX_ROOMS)
            .filter(RoomName::isName)
            .map(RoomName::parse)
            .collect(Collectors.toCollection(TreeSet::new));
    return Collections.unmodifiableSortedSet(read);
  }

  private static List<String> orEmpty(List<String> rooms) {
    return rooms == null ? List.of() : List.copyOf(rooms);
  }
}
