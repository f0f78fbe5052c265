/**
 * The one way to an output: what other nodes send, what processes print, and notices.
 *
 * <p>Everything that is shown passes through an {@link chat.moebi.output.OutputWriter}; begin
 * reading there. An {@link chat.moebi.output.Output} is a terminal, a pipe or a program's own.
 */
package chat.moebi.output;
