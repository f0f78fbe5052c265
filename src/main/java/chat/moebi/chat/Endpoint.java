package chat.moebi.chat;

import chat.moebi.name.NodeName;
import java.util.Objects;

/**
 * Says who writes or is written to, and where an answer goes.
 *
 * @param name what is shown: the node's name, or the label under which a script sends
 * @param node the node that it is on
 * @param session 0 for the node's own output, else the number of a session on that node
 */
record Endpoint(NodeName name, NodeName node, long session) {

  /** Checks that nothing is missing. */
  Endpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
  }

  /** The session of a node's own output. */
  static final long OWN = 0;

  /** Returns the endpoint that is a node itself. */
  static Endpoint of(NodeName node) {
    return new Endpoint(node, node, OWN);
  }
}
