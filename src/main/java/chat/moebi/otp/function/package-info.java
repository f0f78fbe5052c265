/**
 * The functions that may be run by name, each with the records of its arguments and its result.
 *
 * <p>A function is named, never sent: what crosses nodes is its name and a {@link
 * chat.moebi.otp.function.Term} of its arguments, and the node that runs it knows the type of that
 * record. {@code ServiceLoader} finds functions, in this program and in the user's jars; a program
 * can add others. Begin reading at {@link chat.moebi.otp.function.NamedFunction}.
 */
package chat.moebi.otp.function;
