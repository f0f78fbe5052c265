/**
 * Lets scripts use a running node: a Unix-domain socket in the registry, of which the node is the
 * server and the commands {@code send} and {@code nodes} are clients.
 *
 * <p>So a script starts no ActorSystem, needs a moment only, and is seen by nobody. Requests and
 * responses are lines of JSON. The client's side loads nothing of Akka.
 *
 * <p>On a host that has no node, a script uses one of another host: then the same requests and
 * responses are messages between an ActorSystem that is no member of the cluster and the node's
 * {@link chat.moebi.script.RemoteScripts}.
 */
package chat.moebi.script;
