package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A text that waits for its recipient. A text to a room has the same id at each recipient.
 *
 * @param typed when the text was typed, by the sender's clock
 * @param number the sender's number of the text among those kept for the recipient, from 1 on; 0 if
 *     {@link Store#keep} is to give the text the next number
 * @param attempted the incarnation of the recipient that may have shown the text already; 0 if none
 * @param isOwn whether this node is the sender; if not, this node carries the text for the sender
 */
public record KeptText(
    UUID id,
    Instant typed,
    NodeName from,
    NodeName to,
    Optional<RoomName> room,
    String text,
    long number,
    long attempted,
    boolean isOwn) {

  /** Returns the same text with another number. */
  public KeptText withNumber(long next) {
    return new KeptText(id, typed, from, to, room, text, next, attempted, isOwn);
  }

  /** Returns the same text after an attempt at an incarnation of the recipient. */
  public KeptText withAttempted(long incarnation) {
    return new KeptText(id, typed, from, to, room, text, number, incarnation, isOwn);
  }
}
