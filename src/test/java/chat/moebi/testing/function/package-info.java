/** Holds functions that tests run, on nodes of the test JVM and, packed in a jar, on others. */
package chat.moebi.testing.function;
