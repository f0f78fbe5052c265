/**
 * The prompt: the terminal or pipes that lines come from, the grammar of a line, one class a
 * command, and the displays that show results and messages.
 *
 * <pre>
 *   TerminalConsole                    reads lines with a LineEditor
 *          |
 *        Lanes        PipeConsole      carry lines out side by side; read lines and carry them out
 *              \       /
 *               Shell                  carries a line out
 *                 |
 *              Commands                the table of all commands
 *                 |
 *        Send, Spawn, Help ...         each a Command
 *                 |
 *           CommandContext             the node, the display, ways to wait and to fail
 *                 |
 *              Display                 shows results, and what other nodes send
 *              /       \
 *   TerminalDisplay   PipeDisplay, JsonDisplay
 * </pre>
 *
 * <p>Holds a {@code Chat}, never an actor.
 */
package chat.moebi.console;
