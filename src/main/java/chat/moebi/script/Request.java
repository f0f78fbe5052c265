package chat.moebi.script;

import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** A request of a script to a running node: a line of JSON, or a message from another host. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Request.Ping.class, name = "ping"),
  @Type(value = Request.Send.class, name = "send"),
  @Type(value = Request.Nodes.class, name = "nodes"),
  @Type(value = Request.Call.class, name = "call")
})
sealed interface Request extends WireMessage {

  /** Asks whether the node is well; answered by {@code Pong}. */
  record Ping() implements Request {}

  /**
   * Sends a text under a label; answered by any number of messages and one {@code Sent}.
   *
   * @param id chosen by the script; the {@code Sent} returns it
   * @param node the full or short name of a node, or the name of a room
   * @param keep true if the text is to be kept when it cannot be shown now; else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Send(long id, NodeName label, String node, String text, long timeoutMillis, Boolean keep)
      implements Request {
    public Send {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(text, "text");
    }

    /** Whether the text is to be kept when it cannot be shown now. */
    boolean isKept() {
      return Boolean.TRUE.equals(keep);
    }
  }

  /**
   * Runs a function as a supervised task on a node; answered by one {@code Called}.
   *
   * @param id chosen by the script; the {@code Called} returns it
   * @param node the full or short name of the node that runs the function
   * @param arguments as they would be typed at the prompt
   */
  record Call(long id, String node, String function, String arguments, long timeoutMillis)
      implements Request {
    public Call {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(function, "function");
      Objects.requireNonNull(arguments, "arguments");
    }
  }

  /** Asks for the nodes; answered by a {@code Node} for each, and an {@code End}. */
  record Nodes() implements Request {}
}
