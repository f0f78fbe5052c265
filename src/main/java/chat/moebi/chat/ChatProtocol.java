package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.Utf8;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The messages between a {@link MessageSender} and the {@link ChatSupervisor} of another node. */
final class ChatProtocol {

  private ChatProtocol() {}

  /** A message to the supervisor. */
  interface Command {}

  /**
   * Starts a task for each of some texts of one sender, in the order in which they were sent.
   *
   * @param to the addressee; under {@code chat.remote-supervisor = local} this is another node
   */
  record ReceiveMessages(Endpoint from, Endpoint to, ActorRef<Replies> replyTo, List<Text> texts)
      implements Command, WireMessage {
    ReceiveMessages {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(replyTo, "replyTo");
      texts = List.copyOf(texts);
    }
  }

  /**
   * The text of one message.
   *
   * @param id chosen by the sender, and returned in the {@link Reply}
   * @param automatic a program wrote the text as an answer, and no program answers it
   * @param message the same at every recipient of the text; null from a node of an older version
   * @param room the room that the text is sent to; null if it is sent to none
   * @param toAll the text is sent to all nodes, and no persona answers it
   * @param after the id of the ordered text that the recipient must have received last, or else it
   *     answers {@link NotYet}; the text's own id if it is the first; 0 if it is not ordered
   * @param resent what is known of a text that was kept; null if it was not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Text(
      long id,
      String text,
      boolean automatic,
      UUID message,
      RoomName room,
      boolean toAll,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long after,
      Resent resent) {
    Text {
      Objects.requireNonNull(text, "text");
    }

    static Text of(long id, Content content) {
      return of(id, content, 0, null);
    }

    static Text of(long id, Content content, long after, Resent resent) {
      return new Text(
          id,
          content.text(),
          content.isAutomatic(),
          content.id(),
          content.room().orElse(null),
          content.isToAll(),
          after,
          resent);
    }

    Content content() {
      UUID id = message == null ? Content.newId() : message;
      return new Content(id, text, Optional.ofNullable(room), automatic, toAll);
    }
  }

  /**
   * What the recipient of a kept text needs to know.
   *
   * @param typedMillis when the text was written, since the epoch
   * @param number the sender's number of the text among those kept for the recipient
   * @param attempted the incarnation of the recipient that may have shown the text although the
   *     text was not kept then; 0 if there is none
   * @param resentTo the last incarnation of the recipient that the text was sent to since it is
   *     kept; 0 if there is none
   * @param remaining how many more kept texts of the sender follow
   */
  record Resent(long typedMillis, long number, long attempted, long resentTo, int remaining) {}

  /** The replies to some messages of one sender. */
  record Replies(List<Reply> replies) implements WireMessage {
    Replies {
      replies = List.copyOf(replies);
    }
  }

  /** The reply to a {@link Text}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = Done.class, name = "done"),
    @Type(value = Crashed.class, name = "crashed"),
    @Type(value = Refused.class, name = "refused"),
    @Type(value = NotHere.class, name = "not-here"),
    @Type(value = NotYet.class, name = "not-yet")
  })
  sealed interface Reply {
    /** Returns the id of the message that this replies to. */
    long id();

    /** Returns what became of that message, which was sent to the given node. */
    SendResult result(NodeName node);
  }

  /** The text was written to the output. */
  record Done(long id) implements Reply {
    @Override
    public SendResult result(NodeName node) {
      return new SendResult.Completed(node);
    }
  }

  /** The task failed, for the given reason. */
  record Crashed(long id, String reason) implements Reply {
    Crashed {
      reason = Utf8.encodable(reason);
    }

    @Override
    public SendResult result(NodeName node) {
      return new SendResult.Failed(node, reason);
    }
  }

  /** No task was started, because too many run; the text will not be shown. */
  record Refused(long id) implements Reply {
    @Override
    public SendResult result(NodeName node) {
      return new SendResult.Busy(node);
    }
  }

  /**
   * The message reached a node or a session that it is not addressed to.
   *
   * @param leftRoom the message is for a room that the node is not in
   */
  record NotHere(long id, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean leftRoom)
      implements Reply {
    @Override
    public SendResult result(NodeName node) {
      return leftRoom ? new SendResult.NotInRoom(node) : new SendResult.NoConnection(node);
    }
  }

  /** The text that the message had to come after has not arrived; nothing was shown. */
  record NotYet(long id) implements Reply {
    @Override
    public SendResult result(NodeName node) {
      return new SendResult.NoConnection(node);
    }
  }
}
