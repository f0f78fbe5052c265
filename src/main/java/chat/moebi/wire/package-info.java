/**
 * Marks what may cross from one node to another.
 *
 * <p>The ground floor: imports nothing of this project. A hand-written serializer, should a message
 * ever need one, lives beside its message and not here.
 */
package chat.moebi.wire;
