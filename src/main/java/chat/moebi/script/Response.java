package chat.moebi.script;

import chat.moebi.chat.SendResult;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** Is what a running node tells a script: one line of JSON, or a message to another host. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Response.Pong.class, name = "pong"),
  @Type(value = Response.Message.class, name = "message"),
  @Type(value = Response.Note.class, name = "note"),
  @Type(value = Response.Sent.class, name = "sent"),
  @Type(value = Response.Node.class, name = "node"),
  @Type(value = Response.End.class, name = "end"),
  @Type(value = Response.Full.class, name = "full")
})
public sealed interface Response extends WireMessage {

  /** Tells that the node is well. */
  record Pong() implements Response {}

  /** Is a notice: of an answer that came late, say. */
  record Note(String sentence) implements Response {
    /** Checks that nothing is missing. */
    public Note {
      Objects.requireNonNull(sentence, "sentence");
    }
  }

  /** Is a text that was written to the script's label. */
  record Message(NodeName from, String text) implements Response {
    /** Checks that nothing is missing. */
    public Message {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(text, "text");
    }
  }

  /** Tells what became of the text that was sent under that id, also in words. */
  record Sent(long id, Outcome outcome, String sentence) implements Response {
    /** Checks that nothing is missing. */
    public Sent {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(sentence, "sentence");
    }
  }

  /** Describes a node: {@code address} is {@code HOST:PORT}, {@code status} up or unreachable. */
  record Node(NodeName name, String address, String status) implements Response {
    /** Checks that nothing is missing. */
    public Node {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(status, "status");
    }
  }

  /** Ends a list. */
  record End() implements Response {}

  /** Refuses a script: so many others use the node already. */
  record Full(NodeName node, int scripts) implements Response {
    /** Checks that nothing is missing. */
    public Full {
      Objects.requireNonNull(node, "node");
    }

    String sentence() {
      return ErrorMessages.noPlace(node, scripts);
    }
  }

  /** Tells apart what a script may want to branch on. */
  enum Outcome {
    /** It was shown. */
    COMPLETED,
    /** No such node, or no connection to it. */
    NO_CONNECTION,
    /** Not confirmed in time. */
    NO_ANSWER,
    /** Too much is on its way to that node. */
    BUSY,
    /** The task crashed. */
    FAILED,
    /** The text is too long. */
    TOO_LONG,
    /** The recipient has another cookie. */
    DIFFERENT_COOKIE,
    /** The request cannot be carried out: the name is none, say, or could mean several. */
    BAD_NAME;

    static Outcome of(SendResult result) {
      if (result instanceof SendResult.Completed) {
        return COMPLETED;
      } else if (result instanceof SendResult.NoConnection) {
        return NO_CONNECTION;
      } else if (result instanceof SendResult.NoAnswer) {
        return NO_ANSWER;
      } else if (result instanceof SendResult.Busy) {
        return BUSY;
      } else if (result instanceof SendResult.Failed) {
        return FAILED;
      } else if (result instanceof SendResult.TooLong) {
        return TOO_LONG;
      } else if (result instanceof SendResult.DifferentCookie) {
        return DIFFERENT_COOKIE;
      }
      return BAD_NAME;
    }
  }
}
