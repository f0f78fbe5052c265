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
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Text(long id, String text, boolean automatic, UUID message, RoomName room, boolean toAll) {
    Text {
      Objects.requireNonNull(text, "text");
    }

    static Text of(long id, Content content) {
      return new Text(
          id,
          content.text(),
          content.isAutomatic(),
          content.id(),
          content.room().orElse(null),
          content.isToAll());
    }

    Content content() {
      UUID id = message == null ? Content.newId() : message;
      return new Content(id, text, Optional.ofNullable(room), automatic, toAll);
    }
  }

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
    @Type(value = NotHere.class, name = "not-here")
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
}
