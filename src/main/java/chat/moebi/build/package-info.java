/**
 * Finishes the jar when the program is built: {@link chat.moebi.build.QuickJar}. It is no part of
 * the program, and not in the jar.
 */
package chat.moebi.build;
