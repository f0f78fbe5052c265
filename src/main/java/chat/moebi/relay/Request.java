package chat.moebi.relay;

import chat.moebi.node.NodeName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Is what a script asks of a running node: one line of JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Request.Send.class, name = "send"),
  @Type(value = Request.Nodes.class, name = "nodes")
})
sealed interface Request {

  /** Sends a text under a label; answered by any number of messages and one {@code Sent}. */
  record Send(NodeName label, String node, String text, long timeoutMillis) implements Request {}

  /** Asks for the nodes; answered by one {@code Node} each and an {@code End}. */
  record Nodes() implements Request {}
}
