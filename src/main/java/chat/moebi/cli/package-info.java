/**
 * The command line: its commands and flags, the exit statuses, the logs. Puts the other packages
 * together, and is the only one that ends the JVM. Begin reading at {@link chat.moebi.cli.Main}.
 */
package chat.moebi.cli;
