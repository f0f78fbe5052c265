/**
 * Keeps strangers out: {@link chat.moebi.cookie.Cookie} and the file that holds it, the key pair
 * derived from it, and the TLS engines by which nodes recognize each other.
 *
 * <p>Imports nothing of the project but {@code chat.moebi.wire}.
 */
package chat.moebi.cookie;
