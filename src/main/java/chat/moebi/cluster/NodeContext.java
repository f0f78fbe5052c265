package chat.moebi.cluster;

import chat.moebi.cookie.OutboundConnections;
import chat.moebi.registry.Registry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Is what the actors of a node have around them.
 *
 * @param settings the node's configuration
 * @param registry where its name is held
 * @param lookout finds other nodes, and knows those of before
 * @param view the newest view of the nodes
 * @param presence is told what happens to other nodes
 * @param notes is told, in words, what the user should know besides
 * @param outbound the connections that the ActorSystem has made
 */
public record NodeContext(
    ClusterSettings settings,
    Registry registry,
    PeerDiscovery lookout,
    AtomicReference<View> view,
    Consumer<Presence> presence,
    Consumer<String> notes,
    OutboundConnections outbound) {}
