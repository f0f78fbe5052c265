package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.chat.ChatProtocol.NotYet;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.Diversions.Cause;
import chat.moebi.chat.PendingTexts.Pending;
import chat.moebi.chat.PendingTexts.Recipient;
import chat.moebi.chat.SenderProtocol.Command;
import chat.moebi.chat.SenderProtocol.Resume;
import chat.moebi.chat.SenderProtocol.Send;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sends messages as tasks to the supervisors of other nodes and awaits them; one a node, at {@code
 * /user/sender}. The lesson's {@code Task.Supervisor.async/4} and {@code Task.await/2} in one.
 *
 * <p>A timeout is not a failure. Nothing is sent twice from here. A text of the node's own session
 * that cannot be sent, or is not answered, is diverted to the {@link Outbox}, and all later ones to
 * its recipient behind it. A message that timed out keeps its place in the window until its late
 * answer comes, which is reported as a note, or until {@code chat.late-answer-limit} is over. So
 * the messages on their way to a node are bounded: past {@code chat.window} the node is busy.
 * (Artery would drop silently past its own queue's length.)
 */
final class MessageSender extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian. */
  static final String ACTOR = "sender";

  private record Answered(Replies answer) implements Command {}

  private record TimedOut(Duration timeout) implements Command {}

  private record GivenUp(Duration limit) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  /** The texts of one sender to one addressee, which cross together. */
  private record Conversation(
      ActorRef<ChatProtocol.Command> supervisor, Endpoint from, Endpoint to) {}

  private final RemoteSupervisor remoteSupervisor;
  private final Diversions diversions;
  private final PendingTexts pending;
  private final ActorRef<Replies> replyTo;
  private final Batches<Conversation, Text> batches;

  /**
   * Creates the sender.
   *
   * @param diversions takes texts that are kept
   * @param nanoTime a monotonic clock
   */
  static Behavior<Command> create(
      ChatSettings settings,
      RemoteSupervisor remoteSupervisor,
      Diversions diversions,
      LongSupplier nanoTime) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new MessageSender(
                        context,
                        remoteSupervisor,
                        diversions,
                        new PendingTexts(
                            settings, timers, nanoTime, TimedOut::new, GivenUp::new))));
  }

  private MessageSender(
      ActorContext<Command> context,
      RemoteSupervisor remoteSupervisor,
      Diversions diversions,
      PendingTexts pending) {
    super(context);
    this.remoteSupervisor = remoteSupervisor;
    this.diversions = diversions;
    this.pending = pending;
    this.replyTo = context.messageAdapter(Replies.class, Answered::new);
    this.batches =
        new Batches<>(
            () -> context.getSelf().tell(Flush.INSTANCE),
            (with, texts) ->
                with.supervisor()
                    .tell(new ReceiveMessages(with.from(), with.to(), replyTo, texts)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Send.class, this::onSend)
        .onMessage(Resume.class, this::onResume)
        .onMessage(Flush.class, flush -> onFlush())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(TimedOut.class, this::onTimedOut)
        .onMessage(GivenUp.class, this::onGivenUp)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<Command> onSend(Send send) {
    NodeName node = send.to().name();
    Optional<Found<ChatProtocol.Command>> supervisor = remoteSupervisor.of(send.to().node());
    supervisor
        .map(found -> pending.keepableToFormer(send.to().node(), found))
        .ifPresent(lost -> lost.forEach(this::divertUnanswered));
    if (send.keepable().isPresent() && diversions.takes(send)) {
      return this;
    }
    if (supervisor.isEmpty()) {
      if (send.keepable().isEmpty() || !divert(send)) {
        send.onResult().accept(new SendResult.NoConnection(node));
      }
      return this;
    }
    Recipient recipient = pending.recipientAt(send.to().node(), supervisor.get());
    int bytes = send.content().text().getBytes(StandardCharsets.UTF_8).length;
    long id = pending.add(send, recipient, bytes);
    if (id == 0) {
      send.onResult().accept(new SendResult.Busy(node));
      return this;
    }
    long after = send.isOrdered() ? recipient.follow(id) : 0;
    batches.add(
        new Conversation(recipient.supervisor(), send.from(), send.to()),
        Text.of(id, send.content(), after, send.resent().orElse(null)),
        bytes);
    return this;
  }

  private Behavior<Command> onResume(Resume message) {
    diversions.resume(message.node()).forEach(this::onSend);
    return this;
  }

  private Behavior<Command> onFlush() {
    batches.flush();
    return this;
  }

  private Behavior<Command> onAnswered(Answered message) {
    message.answer().replies().forEach(this::answered);
    return this;
  }

  private void answered(Reply reply) {
    if (reply instanceof NotYet) {
      divertRefused(reply.id());
    }
    Pending answered = pending.forget(reply.id());
    if (answered != null && answered.isLate()) {
      late(answered, reply);
    } else if (answered != null) {
      answered.send().onResult().accept(reply.result(answered.node()));
    }
  }

  private Behavior<Command> onTimedOut(TimedOut message) {
    for (Pending text : pending.timedOut(message.timeout())) {
      Send send = text.send();
      if (send.keepable().isEmpty() || !divert(text)) {
        pending.setLate(text);
        send.onResult().accept(new SendResult.NoAnswer(text.node(), message.timeout()));
      }
    }
    return this;
  }

  private Behavior<Command> onGivenUp(GivenUp message) {
    pending.giveUp(message.limit());
    return this;
  }

  // Else callers would wait for ever after the node's end, or a failure of this actor.
  private Behavior<Command> onEnd() {
    for (Pending text : pending.awaited()) {
      Send send = text.send();
      if (send.keepable().isEmpty() || !diversions.divert(send, Cause.NO_ANSWER)) {
        send.onResult().accept(new SendResult.NoAnswer(text.node(), send.timeout()));
      }
    }
    return this;
  }

  /** Has a text kept that cannot be sent; returns whether it is. */
  private boolean divert(Send send) {
    pending.keepableTo(send.to().node()).forEach(this::divertUnanswered);
    return diversions.divert(send, Cause.NOT_SHOWN);
  }

  /** Has a text kept that is not answered, and the later ones behind it; returns whether it is. */
  private boolean divert(Pending text) {
    pending.keepableTo(text.node()).forEach(this::divertUnanswered);
    return text.send().keepable().orElseThrow().isDiverted();
  }

  private void divertUnanswered(Pending text) {
    if (diversions.divert(text.send(), Cause.NO_ANSWER)) {
      pending.setLate(text);
    }
  }

  // The texts before it were lost with a connection, or are about to arrive by another one.
  private void divertRefused(long id) {
    Pending refused = pending.get(id);
    if (refused == null || refused.isLate() || refused.send().keepable().isEmpty()) {
      return;
    }
    for (Pending text : pending.keepableTo(refused.node())) {
      if (text.id() != id) {
        divertUnanswered(text);
      } else if (diversions.divert(text.send(), Cause.NOT_SHOWN)) {
        pending.setLate(text);
      }
    }
  }

  private void late(Pending text, Reply reply) {
    Send send = text.send();
    SendResult result = reply.result(text.node());
    if (send.resent().isPresent() || send.keepable().filter(Keepable::isDiverted).isPresent()) {
      diversions.answeredLate(send, result);
    } else {
      send.onNote()
          .accept(LateAnswer.note(reply, text.node(), send.content().text(), pending.age(text)));
    }
  }
}
