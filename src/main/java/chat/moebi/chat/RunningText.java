package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.MessageTask.Finished;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A text from its arrival to the reply. For the thread of the {@link ChatSupervisor}. */
final class RunningText {

  private record Asker(ActorRef<Replies> replyTo, long id) {}

  final ReceiveMessages all;
  final Text text;
  final Content content;
  final Receiver receiver;
  final TextOrder.Place place;

  /** The text as it is shown; null until its task starts. */
  Message message;

  /** The end of the task; null until it has come, or if the task has failed. */
  Finished end;

  /** Those who have sent the same text again meanwhile. */
  private List<Asker> others = List.of();

  RunningText(
      ReceiveMessages all, Text text, Content content, Receiver receiver, TextOrder.Place place) {
    this.all = all;
    this.text = text;
    this.content = content;
    this.receiver = receiver;
    this.place = place;
  }

  /** Returns how much memory the text takes at most. */
  long bytes() {
    return bytes(text);
  }

  /** Returns how much memory a text takes at most. */
  static long bytes(Text text) {
    return (long) Character.BYTES * text.text().length();
  }

  /** Has the sender of the same text get the same reply. */
  void join(ActorRef<Replies> replyTo, long id) {
    if (others.isEmpty()) {
      others = new ArrayList<>(1);
    }
    others.add(new Asker(replyTo, id));
  }

  /** Calls {@code reply} for each sender of the text, with the id that it has chosen. */
  void replyToAll(BiConsumer<ActorRef<Replies>, Long> reply) {
    reply.accept(all.replyTo(), text.id());
    others.forEach(other -> reply.accept(other.replyTo(), other.id()));
  }
}
