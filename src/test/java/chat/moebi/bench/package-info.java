/**
 * Measures the built jar as users run it, beside the lesson's chat on Elixir. {@link
 * chat.moebi.bench.Run} measures messages, {@link chat.moebi.bench.Start} measures starts and idle
 * nodes, and {@link chat.moebi.bench.Scale} measures many nodes. {@link chat.moebi.bench.Micro}
 * measures single steps within a JVM with the classes {@code ...Benchmark}, each in the package
 * whose internals it needs. All write their figures as JSON Lines.
 */
package chat.moebi.bench;
