package chat.moebi.cluster;

import chat.moebi.cookie.OutboundConnections;
import chat.moebi.registry.Registry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The objects that the actors of a node share.
 *
 * @param registry holds the node's name
 * @param view the newest view of the nodes
 * @param onView receives each newer view, on a thread that it must not block
 * @param presence receives the changes of other nodes
 * @param notes receives sentences for the user
 * @param outbound the connections that the ActorSystem has made
 * @param rooms the rooms that the node is in
 */
public record NodeContext(
    ClusterSettings settings,
    Registry registry,
    PeerDiscovery discovery,
    AtomicReference<View> view,
    Consumer<View> onView,
    Consumer<Presence> presence,
    Consumer<String> notes,
    OutboundConnections outbound,
    OwnRooms rooms) {}
