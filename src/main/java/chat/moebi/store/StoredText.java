package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A text of the past: one that this node has shown, or one of its own.
 *
 * @param time when the text was typed, by the sender's clock
 * @param to the recipient; empty if this node has sent the text to a room or to all nodes
 * @param room the room that the text was sent to, if any
 * @param isAutomatic a program wrote the text as an answer
 */
public record StoredText(
    UUID id,
    Instant time,
    NodeName from,
    Optional<NodeName> to,
    Optional<RoomName> room,
    String text,
    boolean isAutomatic,
    Outcome outcome) {}
