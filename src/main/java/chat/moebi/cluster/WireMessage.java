package chat.moebi.cluster;

/**
 * Marks a message that crosses nodes: it is written as Jackson CBOR, by the one binding in {@code
 * application.conf}.
 *
 * <p>Messages that stay within a node must not bear it. A message that bears it is a record of
 * strings, numbers, booleans, names and actor refs, has a round-trip test, and may gain fields but
 * not lose or rename them: nodes of two versions talk to each other during a rolling restart.
 */
public interface WireMessage {}
