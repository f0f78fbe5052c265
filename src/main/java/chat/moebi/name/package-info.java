/**
 * Names of nodes and addresses of contact points, and the sentences for what can go wrong.
 *
 * <p>Serves every other package but {@code dispatch}. Begin reading at {@link
 * chat.moebi.name.NodeName}.
 */
package chat.moebi.name;
