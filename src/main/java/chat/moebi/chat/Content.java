package chat.moebi.chat;

import chat.moebi.cluster.Utf8;
import chat.moebi.name.RoomName;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A text as its sender wrote it, and its addressees.
 *
 * @param id the same at every recipient
 * @param room the room that the text is sent to, if any
 * @param isAutomatic a program wrote the text as an answer, and no program answers it
 * @param isToAll the text is sent to all nodes, and no persona answers it
 */
record Content(
    UUID id, String text, Optional<RoomName> room, boolean isAutomatic, boolean isToAll) {

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private static final int MAX_BYTES_PER_CHAR = 3;

  /** Returns a text for one recipient. */
  static Content of(String text) {
    return written(text, Optional.empty(), false, false);
  }

  /** Returns an answer that a program has written for one recipient. */
  static Content automatic(String text) {
    return written(text, Optional.empty(), true, false);
  }

  /** Returns an answer that a program has written for the nodes in a room. */
  static Content automatic(RoomName room, String text) {
    return written(text, Optional.of(room), true, false);
  }

  /** Returns a text for the nodes in a room. */
  static Content toRoom(RoomName room, String text) {
    return written(text, Optional.of(room), false, false);
  }

  /** Returns a text for all nodes. */
  static Content toAll(String text) {
    return written(text, Optional.empty(), false, true);
  }

  private static Content written(
      String text, Optional<RoomName> room, boolean isAutomatic, boolean isToAll) {
    return new Content(newId(), Utf8.encodable(text), room, isAutomatic, isToAll);
  }

  /** Returns why the text cannot be sent, if it is longer than a text may be. */
  Optional<SendResult.TooLong> tooLong() {
    if ((long) text.length() * MAX_BYTES_PER_CHAR <= Session.MAX_TEXT_BYTES) {
      return Optional.empty();
    }
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= Session.MAX_TEXT_BYTES
        ? Optional.empty()
        : Optional.of(new SendResult.TooLong(bytes));
  }

  /** Returns when the text was written, by the clock of its sender. */
  Instant written() {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> Short.SIZE);
  }

  static UUID newId() {
    return IDS.generate();
  }
}
