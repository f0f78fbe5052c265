package chat.moebi.cluster;

import akka.Done;
import akka.actor.typed.ActorRef;
import chat.moebi.cluster.MembershipProtocol.RoomsChanged;
import chat.moebi.name.RoomName;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The rooms that this node is in. They outlive each of the node's ActorSystems; the {@link
 * Membership} of the present one tells them to other nodes. Thread-safe.
 */
public final class OwnRooms {

  /** The rooms of a node are part of each of its hellos. */
  static final int MAX_ROOMS = 64;

  /** How long a change waits until all other nodes know it. */
  private static final Duration ANNOUNCEMENT_LIMIT = Duration.ofSeconds(2);

  private final SortedSet<RoomName> rooms = new TreeSet<>();

  /** The membership of the present ActorSystem; null before the first one. */
  private ActorRef<MembershipProtocol.Command> membership;

  /**
   * Joins a room; does nothing if the node is in it.
   *
   * @return completes when every reachable node knows it, or has not answered for 2 s
   * @throws IllegalArgumentException if the node is in too many rooms, with a sentence for the user
   */
  public synchronized CompletionStage<Done> join(RoomName room) {
    if (rooms.size() >= MAX_ROOMS && !rooms.contains(room)) {
      throw new IllegalArgumentException(
          "this node is in " + MAX_ROOMS + " rooms already; leave one first");
    }
    return changed(rooms.add(room));
  }

  /**
   * Leaves a room; does nothing if the node is not in it.
   *
   * @return completes as for {@link #join}
   */
  public synchronized CompletionStage<Done> leave(RoomName room) {
    return changed(rooms.remove(room));
  }

  /** Whether the node is in a room. */
  public synchronized boolean contains(RoomName room) {
    return rooms.contains(room);
  }

  /** Returns the rooms that the node is in now. */
  public synchronized SortedSet<RoomName> all() {
    return new TreeSet<>(rooms);
  }

  /** Announces changes from now on through the membership of an ActorSystem that starts. */
  synchronized void announceBy(ActorRef<MembershipProtocol.Command> membership) {
    this.membership = membership;
  }

  private CompletionStage<Done> changed(boolean hasChanged) {
    if (!hasChanged || membership == null) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    CompletableFuture<Done> known = new CompletableFuture<>();
    membership.tell(new RoomsChanged(known));
    return known.completeOnTimeout(
        Done.getInstance(), ANNOUNCEMENT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
