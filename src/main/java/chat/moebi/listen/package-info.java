/**
 * Receives texts for {@code chat listen}: counts them, or runs a command for each. Begin reading at
 * {@link chat.moebi.listen.CommandRunner}, which decides when a command runs; a {@code CommandRun}
 * is one command and its reply.
 */
package chat.moebi.listen;
