/**
 * Keeps strangers out: {@link chat.moebi.cookie.Cookie} and the file that holds it, the key pair
 * derived from it, and the TLS engines by which nodes recognize each other.
 *
 * <p>Serves the nodes and the scripts of other hosts. Begin reading at {@link
 * chat.moebi.cookie.Cookie}.
 */
package chat.moebi.cookie;
