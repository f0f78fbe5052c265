package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Instant;
import java.util.Optional;

/**
 * Which texts of the past are wanted.
 *
 * @param with only texts to and from this node, and to no room
 * @param room only texts to this room
 * @param since only texts that were typed at that time or later
 * @param limit at most this many; the last ones
 */
public record TextFilter(
    Optional<NodeName> with, Optional<RoomName> room, Optional<Instant> since, int limit) {

  /** Returns a filter that all texts pass. */
  public static TextFilter last(int limit) {
    return new TextFilter(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }
}
