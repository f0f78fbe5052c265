/**
 * Holds the functions that every node has: what the lesson runs, and what is good to try links and
 * tasks with. One class a function; found by {@code ServiceLoader}, like a user's own.
 */
package chat.moebi.otp.process.builtin;
