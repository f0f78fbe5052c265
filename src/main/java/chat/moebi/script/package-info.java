/**
 * Lets scripts use a running node: over a Unix-domain socket in the registry, or, from another
 * host, over Akka's remoting. So a script starts in a moment, and no other node sees it.
 *
 * <p>Serves the commands {@code send}, {@code call} and {@code nodes}, whose side loads nothing of
 * Akka as long as the node is on this host. Begin reading at {@link chat.moebi.script.Request} and
 * {@link chat.moebi.script.ScriptServer}.
 */
package chat.moebi.script;
