/**
 * Names nodes and brings them together: {@link chat.moebi.node.NodeName}, the settings, the
 * registry of the user's nodes on this host, the directory of all nodes in the cluster, joining and
 * leaving.
 *
 * <p>Knows nothing of what runs on a node: {@link chat.moebi.node.Node} is handed a guardian, which
 * spawns the actors of the node (see {@link chat.moebi.node.NodeActors}) and others.
 */
package chat.moebi.node;
