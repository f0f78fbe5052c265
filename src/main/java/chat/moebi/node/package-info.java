/**
 * A node: one ActorSystem after another under one name, its settings, leaving and rejoining.
 *
 * <p>Serves the chat, whose guardian spawns the actors of {@link chat.moebi.node.NodeActors}. Begin
 * reading at {@link chat.moebi.node.Node}.
 */
package chat.moebi.node;
