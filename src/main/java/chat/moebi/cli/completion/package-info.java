/**
 * The scripts by which a shell completes the program's command line, made from picocli's model of
 * it. Begin reading at {@link chat.moebi.cli.completion.Shell}.
 */
package chat.moebi.cli.completion;
