/**
 * Helps tests that start the program itself: {@link chat.moebi.testing.ChatProgram} starts it,
 * {@link chat.moebi.testing.PipedProcess} and {@link chat.moebi.testing.ScreenProcess} talk to it,
 * {@link chat.moebi.testing.DistributedTests} decides when such tests run.
 */
package chat.moebi.testing;
