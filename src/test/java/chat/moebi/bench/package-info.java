/**
 * Measures the built jar as users run it, beside the lesson's chat on Elixir: {@link
 * chat.moebi.bench.Run} messages, {@link chat.moebi.bench.Start} starts and what an idle node uses,
 * {@link chat.moebi.bench.Scale} many nodes. {@link chat.moebi.bench.Micro} measures single steps
 * within a JVM: the classes {@code ...Benchmark}, each in the package whose insides it needs. All
 * write their figures as JSON Lines.
 */
package chat.moebi.bench;
