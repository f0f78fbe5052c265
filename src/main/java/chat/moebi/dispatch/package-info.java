/**
 * Which thread does what: a thread that waits for a socket, a timer or an output goes on itself
 * with what follows, instead of waking another.
 */
package chat.moebi.dispatch;
