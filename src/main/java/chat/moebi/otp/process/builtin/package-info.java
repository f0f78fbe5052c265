/**
 * The functions that every node has: those of the lesson, and some to try links and tasks with. One
 * class a function; {@code ServiceLoader} finds them, like a user's own.
 */
package chat.moebi.otp.process.builtin;
