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
 * @param isToAll the text was sent to all nodes
 * @param text as the sender wrote it, control characters included
 * @param isAutomatic a program wrote the text as an answer, and no program answers it
 * @param kept what is known of a text that was kept until now; empty if it was sent once
 */
public record Message(
    UUID id,
    Instant time,
    NodeName from,
    NodeName to,
    Optional<RoomName> room,
    boolean isToAll,
    String text,
    boolean isAutomatic,
    Optional<Kept> kept) {

  /**
   * What is known of a text that could not be shown when it was written.
   *
   * @param typed when the text was written, by the clock of its sender
   * @param isMaybeAgain the text may have been shown before: the node ended without a word after it
   *     was sent to the node for the first time, and nobody can know
   * @param remaining how many more kept texts of the sender follow
   */
  public record Kept(Instant typed, boolean isMaybeAgain, int remaining) {
    public Kept {
      Objects.requireNonNull(typed, "typed");
    }
  }

  /** Creates a text that was not kept. */
  public Message(
      UUID id,
      Instant time,
      NodeName from,
      NodeName to,
      Optional<RoomName> room,
      boolean isToAll,
      String text,
      boolean isAutomatic) {
    this(id, time, from, to, room, isToAll, text, isAutomatic, Optional.empty());
  }

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(room, "room");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(kept, "kept");
  }
}
