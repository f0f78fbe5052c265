package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.cluster.Utf8;
import chat.moebi.cluster.WireMessage;
import chat.moebi.name.NodeName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

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
   * @param automatic a persona wrote the text, so no persona answers it
   */
  record Text(long id, String text, boolean automatic) {
    Text {
      Objects.requireNonNull(text, "text");
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

  /** The message reached a node or a session that it is not addressed to. */
  record NotHere(long id) implements Reply {
    @Override
    public SendResult result(NodeName node) {
      return new SendResult.NoConnection(node);
    }
  }
}
