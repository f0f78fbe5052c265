package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.node.NodeName;
import chat.moebi.wire.WireMessage;
import java.util.List;
import java.util.Objects;

/** The messages between a {@link MessageSender} and the {@link ChatSupervisor} of another node. */
final class ChatProtocol {

  private ChatProtocol() {}

  /** A message to the supervisor. */
  interface Command {}

  /**
   * Starts the task that shows a text.
   *
   * @param id chosen by the sender, and returned in the {@link Reply}
   * @param to the addressee; under {@code chat.remote-supervisor = local} this is another node
   * @param automatic a persona wrote the text, so no persona answers it
   */
  record ReceiveMessage(
      long id, Endpoint from, Endpoint to, String text, boolean automatic, ActorRef<Answer> replyTo)
      implements Command, WireMessage {
    ReceiveMessage {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Several messages at once, in the order in which they were sent. */
  record ReceiveMessages(List<ReceiveMessage> messages) implements Command, WireMessage {
    ReceiveMessages {
      Objects.requireNonNull(messages, "messages");
    }
  }

  /** A message to the sender. */
  sealed interface Answer extends WireMessage {
    /** Returns the replies that this holds. */
    List<Reply> replies();
  }

  /** Several replies at once. */
  record Replies(List<Reply> replies) implements Answer {
    Replies {
      Objects.requireNonNull(replies, "replies");
    }
  }

  /** The reply to a {@link ReceiveMessage}. */
  sealed interface Reply extends Answer {
    /** Returns the id of the message that this replies to. */
    long id();

    /** Returns what became of that message, which was sent to the given node. */
    SendResult result(NodeName node);

    @Override
    default List<Reply> replies() {
      return List.of(this);
    }
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
      Objects.requireNonNull(reason, "reason");
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
