package chat.moebi.script;

import chat.moebi.chat.GroupResult;
import chat.moebi.chat.SendResult;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A response of a running node to a script: a line of JSON, or a message to another host. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Response.Pong.class, name = "pong"),
  @Type(value = Response.Message.class, name = "message"),
  @Type(value = Response.Note.class, name = "note"),
  @Type(value = Response.Sent.class, name = "sent"),
  @Type(value = Response.Called.class, name = "called"),
  @Type(value = Response.Node.class, name = "node"),
  @Type(value = Response.End.class, name = "end"),
  @Type(value = Response.Full.class, name = "full")
})
public sealed interface Response extends WireMessage {

  /**
   * The node works.
   *
   * @param version of the requests that the node knows; null from a node that knows no {@code Call}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Pong(Integer version) implements Response {
    private static final int VERSION = 1;

    /** Returns the answer of a node of this version. */
    static Pong ofThisVersion() {
      return new Pong(VERSION);
    }
  }

  /** A notice, of a late answer for example. */
  record Note(String sentence) implements Response {
    public Note {
      Objects.requireNonNull(sentence, "sentence");
    }
  }

  /**
   * A text that a node has sent to the script's label.
   *
   * @param id the same at every recipient; like {@code to}, {@code timeMillis} and {@code
   *     automatic} null from a node of an older version
   * @param timeMillis when the text arrived at the node, since the epoch
   * @param room null if the text was sent to no room
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Message(
      NodeName from,
      String text,
      UUID id,
      NodeName to,
      RoomName room,
      Long timeMillis,
      Boolean automatic)
      implements Response {
    public Message {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(text, "text");
    }

    static Message of(chat.moebi.output.Message message) {
      return new Message(
          message.from(),
          message.text(),
          message.id(),
          message.to(),
          message.room().orElse(null),
          message.time().toEpochMilli(),
          message.isAutomatic());
    }

    /** Returns all that is known of the text; empty if a node of an older version sent it. */
    public Optional<chat.moebi.output.Message> whole() {
      if (id == null || to == null || timeMillis == null || automatic == null) {
        return Optional.empty();
      }
      return Optional.of(
          new chat.moebi.output.Message(
              id,
              Instant.ofEpochMilli(timeMillis),
              from,
              to,
              Optional.ofNullable(room),
              false, // A text to all goes to nodes.
              text,
              automatic));
    }
  }

  /**
   * The result of the {@code Send} with the same id, also in words.
   *
   * @param to the node that the text was for; null if it was for a room, for no node or one of
   *     several, and from a node of an older version
   * @param labelTaken true if nothing was sent, because the label is the name of a node; else null.
   *     The outcome, which scripts of older versions know too, is {@code BAD_NAME}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sent(long id, Outcome outcome, String sentence, NodeName to, Boolean labelTaken)
      implements Response {
    public Sent {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(sentence, "sentence");
    }

    /** Returns the result of a text that was for a room, or for no known node. */
    static Sent of(long id, Outcome outcome, String sentence) {
      return new Sent(id, outcome, sentence, null, null);
    }

    /** Whether nothing was sent because the label is the name of a node. */
    public boolean hasTakenLabel() {
      return Boolean.TRUE.equals(labelTaken);
    }
  }

  /**
   * The result of the {@code Call} with the same id.
   *
   * @param sentence the result in words, if it is an error
   * @param result what the function returned; null if it did not return
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Called(long id, Outcome outcome, String sentence, Term result) implements Response {
    public Called {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(sentence, "sentence");
    }

    static Called failed(long id, Outcome outcome, String sentence) {
      return new Called(id, outcome, sentence, null);
    }
  }

  /** A node: its address is {@code HOST:PORT}, its status {@code up} or {@code unreachable}. */
  record Node(NodeName name, String address, String status) implements Response {
    public Node {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(status, "status");
    }
  }

  /** The end of a list, or of the node. */
  record End() implements Response {}

  /** A refusal, because so many other scripts use the node. */
  record Full(NodeName node, int scripts) implements Response {
    public Full {
      Objects.requireNonNull(node, "node");
    }

    String sentence() {
      return ErrorMessages.noPlace(node, scripts);
    }
  }

  /** The results that a script may want to tell apart. */
  enum Outcome {
    /** The text was shown. */
    COMPLETED,
    /** The text will be shown later; only for a script that asks for it. */
    KEPT,
    /** No such node, or no connection to it. */
    NO_CONNECTION,
    /** Not confirmed in time. */
    NO_ANSWER,
    /** Too many texts are on their way to the node. */
    BUSY,
    /** The task crashed. */
    FAILED,
    /** The text is too long. */
    TOO_LONG,
    /** The recipient has another cookie. */
    DIFFERENT_COOKIE,
    /** The request is invalid: no node or function has that name, or several nodes have it. */
    BAD_NAME;

    static final Map<Class<?>, Outcome> BY_RESULT =
        Map.ofEntries(
            Map.entry(SendResult.Completed.class, COMPLETED),
            Map.entry(SendResult.Kept.class, KEPT),
            Map.entry(SendResult.NotKept.class, NO_CONNECTION),
            Map.entry(SendResult.NoConnection.class, NO_CONNECTION),
            Map.entry(SendResult.NoAnswer.class, NO_ANSWER),
            Map.entry(SendResult.Busy.class, BUSY),
            Map.entry(SendResult.Failed.class, FAILED),
            Map.entry(SendResult.TooLong.class, TOO_LONG),
            Map.entry(SendResult.NotInRoom.class, NO_CONNECTION),
            Map.entry(SendResult.DifferentCookie.class, DIFFERENT_COOKIE),
            Map.entry(SendResult.BadName.class, BAD_NAME),
            Map.entry(SendResult.WhichNode.class, BAD_NAME),
            Map.entry(GroupResult.Shown.class, COMPLETED),
            Map.entry(GroupResult.Kept.class, KEPT),
            Map.entry(GroupResult.NotShownByAll.class, NO_ANSWER),
            Map.entry(GroupResult.NobodyElse.class, NO_CONNECTION),
            Map.entry(GroupResult.NotConnected.class, BUSY),
            Map.entry(GroupResult.Refused.class, TOO_LONG));

    static Outcome of(SendResult result) {
      return BY_RESULT.get(result.getClass());
    }

    /** Returns an outcome that scripts of former versions know too. */
    static Outcome of(GroupResult result) {
      return BY_RESULT.get(result.getClass());
    }

    static Outcome of(TaskResult<?> result) {
      if (result instanceof TaskResult.Refused<?> refused) {
        return of(refused.refusal().kind());
      } else if (result instanceof TaskResult.Completed<?>) {
        return COMPLETED;
      }
      return result.exitReason().equals(ExitReason.NOCONNECTION) ? NO_CONNECTION : FAILED;
    }

    private static Outcome of(Refusal.Kind refusal) {
      return switch (refusal) {
        case NO_CONNECTION, NO_PROCESS -> NO_CONNECTION;
        case NO_ANSWER -> NO_ANSWER;
        case BUSY, MAX_CHILDREN -> BUSY;
        case UNKNOWN_FUNCTION, BAD_ARGUMENTS, NO_SUPERVISOR -> BAD_NAME;
      };
    }
  }
}
