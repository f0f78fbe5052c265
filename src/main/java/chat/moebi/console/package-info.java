/**
 * Is the prompt: where lines are shown (a terminal or pipes), how they are read, what they mean,
 * and one class a command.
 *
 * <pre>
 *   TerminalConsole                    reads lines with a LineEditor
 *          |
 *        Lanes        PipeConsole      carry lines out side by side; read lines and carry them out
 *              \       /
 *               Shell                  carries a line out: a Command, or a text for a node
 *                 |
 *              Display                 shows what comes of it, and what other nodes send
 *              /       \
 *   TerminalDisplay   PipeDisplay, JsonDisplay
 * </pre>
 *
 * <p>Holds a {@code Chat}, never an actor. May import {@code chat.moebi.relay} and what stands
 * below it.
 */
package chat.moebi.console;
