/**
 * Writes what other nodes send, what processes print, and notices. Serves every part that shows
 * something: all of it passes through an {@link chat.moebi.output.OutputWriter}; begin reading
 * there. An {@link chat.moebi.output.Output} is a terminal, a pipe or an output of a program.
 */
package chat.moebi.output;
