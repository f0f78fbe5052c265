/**
 * Takes texts as {@code chat listen} does: counts them, or runs a command for each. Serves the
 * command line. Begin reading at {@link chat.moebi.listen.CommandRunner}, which decides what runs
 * when; a {@code CommandRun} is one command.
 */
package chat.moebi.listen;
