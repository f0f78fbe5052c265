/**
 * Support for tests that start the program itself. {@link chat.moebi.testing.ChatProgram} starts
 * it, {@link chat.moebi.testing.PipedProcess} and {@link chat.moebi.testing.ScreenProcess}
 * communicate with it, and {@link chat.moebi.testing.DistributedTests} decides when such tests run.
 * {@link chat.moebi.testing.TestReferences} checks the tests that documents name.
 */
package chat.moebi.testing;
