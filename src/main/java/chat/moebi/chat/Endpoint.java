package chat.moebi.chat;

import chat.moebi.name.NodeName;
import java.util.Objects;

/**
 * A sender or an addressee of texts, and where an answer goes.
 *
 * @param name the name that is shown: the node's name, or the label under which a script sends
 * @param node the node of the endpoint
 * @param session 0 for the node's own output, else the number of a session on that node
 */
record Endpoint(NodeName name, NodeName node, long session) {

  Endpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
  }

  /** The session of a node's own output. */
  static final long OWN = 0;

  /** Returns the endpoint of a node's own session. */
  static Endpoint of(NodeName node) {
    return new Endpoint(node, node, OWN);
  }
}
