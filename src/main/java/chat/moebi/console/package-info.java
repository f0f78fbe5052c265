/**
 * The prompt: the terminal or pipe that lines come from, the commands, and the displays of their
 * results and of messages. Users and scripts reach a {@code Chat} through it, never an actor. Begin
 * with {@code CommandShell}, which reads and carries out one line.
 *
 * <pre>
 *   TerminalConsole                     reads lines with a LineEditor
 *          |
 *      OpenLines        PipeConsole     carries lines out side by side; one after the other
 *               \       /
 *             CommandShell              reads a line as a command and runs it
 *                   |
 *         Send, Spawn, Help ...         each a Command in Commands
 *                   |
 *                 Chat
 * </pre>
 */
package chat.moebi.console;
