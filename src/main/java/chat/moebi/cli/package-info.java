/**
 * Is the command line: its commands and flags, the exit statuses, the logs. Puts the rest together,
 * and is the only place that ends the JVM.
 *
 * <p>May import everything; nothing imports it.
 */
package chat.moebi.cli;
