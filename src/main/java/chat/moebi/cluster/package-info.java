/**
 * Who is a member and who can be reached; joining, merging, and the mark of messages that cross
 * nodes.
 *
 * <p>Serves the node and the actors of the chat. Begin reading at {@link
 * chat.moebi.cluster.Membership}.
 */
package chat.moebi.cluster;
