/**
 * The secret that nodes share: {@link chat.moebi.cookie.Cookie}, the file that holds it, the key
 * pair derived from it, and the TLS engines by which nodes recognize each other.
 *
 * <p>Nodes and remote scripts use it. Begin reading at {@link chat.moebi.cookie.Cookie}.
 */
package chat.moebi.cookie;
