/**
 * Names nodes and brings them together: {@link chat.moebi.node.NodeName}, the settings, the
 * registry of the user's nodes on this host, the directory of all nodes in the cluster, joining and
 * leaving.
 *
 * <p>Knows nothing of what runs on a node: that is handed to {@link chat.moebi.node.Node} as a
 * guardian. Imports {@code chat.moebi.wire} only.
 */
package chat.moebi.node;
