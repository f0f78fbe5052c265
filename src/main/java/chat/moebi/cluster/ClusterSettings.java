package chat.moebi.cluster;

import chat.moebi.cookie.Credentials;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The part of a node's settings that membership needs.
 *
 * @param name the node's name
 * @param bind the local address that the node listens on
 * @param port the port that the node listens on; 0 means any free port
 * @param contacts addresses at which nodes of other hosts may be found
 * @param credentials what the node shows to other nodes and accepts from them
 * @param joinTimeout how long forming or joining a cluster may take
 * @param contactInterval how often contact points that are not members are asked again
 * @param helloInterval how often a hello that has no answer is sent again
 * @param helloTimeout how long a suspected node may stay silent before it counts as unreachable
 * @param forgetAfter how long a node may be unreachable before it is removed from the cluster
 */
public record ClusterSettings(
    NodeName name,
    InetAddress bind,
    int port,
    List<ContactPoint> contacts,
    Credentials credentials,
    Duration joinTimeout,
    Duration contactInterval,
    Duration helloInterval,
    Duration helloTimeout,
    Duration forgetAfter) {}
