/**
 * The functions that every node has: those of the lesson, and some to try links and tasks. Each is
 * a class that {@code ServiceLoader} finds, like a user's own functions.
 */
package chat.moebi.otp.process.builtin;
