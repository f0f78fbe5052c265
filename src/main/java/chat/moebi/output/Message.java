package chat.moebi.output;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A text that a node has sent, as an {@link Output} shows it.
 *
 * @param id the same at every recipient of the text; a UUID of version 7
 * @param time when the text arrived here, by the clock of this host
 * @param from the sender's name
 * @param to the name that the sender addressed: this node, or a persona or script on it
 * @param room the room that the text was sent to, if any
 * @param text as the sender wrote it, control characters included
 * @param isAutomatic a program wrote the text as an answer, and no program answers it
 */
public record Message(
    UUID id,
    Instant time,
    NodeName from,
    NodeName to,
    Optional<RoomName> room,
    String text,
    boolean isAutomatic) {

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(room, "room");
    Objects.requireNonNull(text, "text");
  }
}
