/**
 * Says where a process writes: {@link chat.moebi.process.Output}, and the actor that writes to it.
 *
 * <p>Imports {@code chat.moebi.node} and what stands below it.
 */
package chat.moebi.process;
