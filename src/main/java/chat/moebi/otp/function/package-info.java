/**
 * The functions that may be run by name, each with the records of its arguments and its result.
 *
 * <p>A function is named, never sent: what crosses nodes is its name and a {@link
 * chat.moebi.otp.function.Term} of its arguments, and the node that runs it knows by itself which
 * record that is. Found by {@code ServiceLoader}, in this program and in jars of the user's, or
 * registered in code.
 *
 * <p>Imports {@code chat.moebi.node} and {@code chat.moebi.wire}.
 */
package chat.moebi.otp.function;
