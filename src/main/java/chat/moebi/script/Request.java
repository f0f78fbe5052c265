package chat.moebi.script;

import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** Is what a script asks of a running node: one line of JSON, or a message from another host. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Request.Ping.class, name = "ping"),
  @Type(value = Request.Send.class, name = "send"),
  @Type(value = Request.Nodes.class, name = "nodes")
})
sealed interface Request extends WireMessage {

  /** Asks whether the node is well; answered by {@code Pong}. */
  record Ping() implements Request {}

  /**
   * Sends a text under a label; answered by any number of messages and one {@code Sent}.
   *
   * @param id chosen by the script, and returned in the {@code Sent}
   */
  record Send(long id, NodeName label, String node, String text, long timeoutMillis)
      implements Request {
    /** Checks that nothing is missing. */
    public Send {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Asks for the nodes; answered by one {@code Node} each and an {@code End}. */
  record Nodes() implements Request {}
}
