/**
 * The nodes that this user runs on this host: an entry and a lock for each.
 *
 * <p>Serves the node, which claims its name here, the cluster, which finds its neighbours, and
 * scripts, which find a node. Begin reading at {@link chat.moebi.registry.Registry}.
 */
package chat.moebi.registry;
