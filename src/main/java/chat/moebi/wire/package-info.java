/** {@link chat.moebi.wire.WireMessage} marks what may cross from one node to another. */
package chat.moebi.wire;
