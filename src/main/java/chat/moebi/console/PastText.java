package chat.moebi.console;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.store.StoredText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A text of the past in words: {@code 2026-11-27 12:04:05 > kate@localhost: lunch? (kept)}. */
record PastText(StoredText stored) {

  /** How a text to all nodes names its recipients. */
  private static final String ALL = "all";

  private static final String MAYBE_AGAIN = " (maybe again)";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** Whether this node has sent the text. */
  boolean isSent() {
    return !stored.outcome().isReceived();
  }

  /** Returns the node or the room that this node has sent the text to. */
  String recipient() {
    return stored
        .room()
        .map(RoomName::toString)
        .or(() -> stored.to().map(NodeName::toString))
        .orElse(ALL);
  }

  /** Returns the text, and behind it its mark: {@code (kept)}, for example. */
  String text() {
    return stored.text() + mark();
  }

  private String mark() {
    return switch (stored.outcome()) {
      case RECEIVED, OK -> "";
      case MAYBE_AGAIN -> MAYBE_AGAIN;
      case KEPT -> " (kept)";
      case FAILED -> " (not shown)";
    };
  }

  /** Returns the line for a pipe. */
  String line() {
    String time = TIME.format(stored.time().atZone(ZoneId.systemDefault()));
    if (isSent()) {
      return time + " > " + recipient() + ": " + text();
    }
    String room = stored.room().map(name -> name + " ").orElse("");
    return time + " " + room + stored.from() + ": " + text();
  }

  /** Returns what stands behind a message that may have been shown before, else an empty text. */
  static String mark(Message message) {
    return message.kept().filter(Message.Kept::isMaybeAgain).isPresent() ? MAYBE_AGAIN : "";
  }
}
