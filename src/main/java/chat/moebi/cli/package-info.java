/**
 * The command line: its commands and flags, the exit statuses, the logs. This package wires the
 * other packages and alone may end the JVM. Begin reading at {@link chat.moebi.cli.Main}.
 */
package chat.moebi.cli;
