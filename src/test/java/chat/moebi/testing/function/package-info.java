/** Functions that tests run on nodes of the test JVM and, packed in a jar, on other nodes. */
package chat.moebi.testing.function;
