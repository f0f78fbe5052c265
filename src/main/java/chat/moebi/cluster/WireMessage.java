package chat.moebi.cluster;

import java.util.Objects;

/**
 * Marks a message that crosses nodes: it is written as Jackson CBOR, by the one binding in {@code
 * application.conf}.
 *
 * <p>Messages that stay within a node must not have this marker. A message with the marker is a
 * record of strings, numbers, booleans, names and actor refs, and of lists and records of these,
 * and has a round-trip test. It may gain fields but not lose or rename them: nodes of two versions
 * talk to each other during a rolling restart. A field that the other version does not send is 0,
 * false or null.
 */
public interface WireMessage {

  /**
   * Checks that no part of a message is missing.
   *
   * @throws NullPointerException if one of the parts is null: then the message is dropped
   */
  static void require(Object... parts) {
    for (Object part : parts) {
      Objects.requireNonNull(part);
    }
  }
}
