/**
 * {@link chat.moebi.wire.WireMessage} marks what may cross from one node to another. A hand-written
 * serializer, should a message need one, lives beside its message and not here.
 */
package chat.moebi.wire;
