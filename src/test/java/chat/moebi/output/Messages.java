package chat.moebi.output;

import chat.moebi.name.NodeName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Messages for tests that look at sender and text alone. */
public final class Messages {

  private static final NodeName HERE = NodeName.parse("here@localhost");

  /** For receivers that answer nothing. */
  public static final Receiver.Answers NO_ANSWERS =
      text -> {
        throw new AssertionError("answered: " + text);
      };

  private Messages() {}

  /** Returns a text that was sent to one node. */
  public static Message direct(NodeName from, String text) {
    return new Message(
        new UUID(0, 0), Instant.EPOCH, from, HERE, Optional.empty(), false, text, false);
  }
}
