/**
 * Measures the built jar as users run it, beside the lesson's chat on Elixir: {@link
 * chat.moebi.bench.Run} messages, {@link chat.moebi.bench.Start} starts and what an idle node uses,
 * {@link chat.moebi.bench.Scale} many nodes. Each prints a table, and writes its figures as JSON
 * Lines.
 */
package chat.moebi.bench;
