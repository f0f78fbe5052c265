package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends messages as tasks to the supervisors of other nodes and awaits them; one a node, at {@code
 * /user/sender}. The lesson's {@code Task.Supervisor.async/4} and {@code Task.await/2} in one.
 *
 * <p>A timeout is not a failure. Nothing is sent twice. A message that timed out keeps its place in
 * the window until its late answer comes, which is reported as a note, or until {@code
 * chat.late-answer-limit} is over. So the messages on their way to a node are bounded: past {@code
 * chat.window} the node is busy. (Artery would drop silently past its own queue's length.)
 */
final class MessageSender extends AbstractBehavior<MessageSender.Command> {

  /** The name of the actor under the user guardian. */
  static final String ACTOR = "sender";

  /** A message to the sender. */
  sealed interface Command {}

  /**
   * Sends a text.
   *
   * @param onResult takes the result, once, on the thread of this actor
   * @param onNote takes a sentence about an answer that came after that
   */
  record Send(
      Endpoint from,
      Endpoint to,
      Content content,
      Duration timeout,
      Consumer<SendResult> onResult,
      Consumer<String> onNote)
      implements Command {}

  private record Answered(Replies answer) implements Command {}

  private record TimedOut(Duration timeout) implements Command {}

  private record GivenUp(Duration limit) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  /** One start of a node, and the bounds of what is on its way to it. */
  private record Recipient(Found<ChatProtocol.Command> supervisor, Window window) {}

  /** The texts of one sender to one addressee, which cross together. */
  private record Conversation(
      ActorRef<ChatProtocol.Command> supervisor, Endpoint from, Endpoint to) {}

  private record Pending(Send send, Window window, int bytes, long sentAt, boolean isLate) {
    NodeName node() {
      return send.to().name();
    }

    Pending late() {
      return new Pending(send, window, bytes, sentAt, true);
    }
  }

  private final RemoteSupervisor remoteSupervisor;
  private final LongSupplier nanoTime;
  private final ChatSettings settings;
  private final ActorRef<Replies> replyTo;
  private final Batches<Conversation, Text> batches;

  private final Map<NodeName, Recipient> recipients = new HashMap<>();
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Deadlines<Command> timeouts;
  private final Deadlines<Command> lateAnswers;

  // The first id is random: after a restart, no late answer fits a new message.
  private long lastId = ThreadLocalRandom.current().nextLong();

  /** Creates the sender; {@code nanoTime} is a monotonic clock. */
  static Behavior<Command> create(
      ChatSettings settings, RemoteSupervisor remoteSupervisor, LongSupplier nanoTime) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new MessageSender(context, timers, settings, remoteSupervisor, nanoTime)));
  }

  private MessageSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ChatSettings settings,
      RemoteSupervisor remoteSupervisor,
      LongSupplier nanoTime) {
    super(context);
    this.remoteSupervisor = remoteSupervisor;
    this.nanoTime = nanoTime;
    this.settings = settings;
    this.timeouts = new Deadlines<>(timers, nanoTime, TimedOut::new);
    this.lateAnswers = new Deadlines<>(timers, nanoTime, GivenUp::new);
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
    if (supervisor.isEmpty()) {
      send.onResult().accept(new SendResult.NoConnection(node));
      return this;
    }
    Recipient recipient = recipientAt(send.to().node(), supervisor.get());
    int bytes = send.content().text().getBytes(StandardCharsets.UTF_8).length;
    if (!recipient.window().take(bytes)) {
      send.onResult().accept(new SendResult.Busy(node));
      return this;
    }
    long id = ++lastId;
    timeouts.add(id, send.timeout());
    pending.put(id, new Pending(send, recipient.window(), bytes, nanoTime.getAsLong(), false));
    batches.add(
        new Conversation(recipient.supervisor().actor(), send.from(), send.to()),
        Text.of(id, send.content()),
        bytes);
    return this;
  }

  private Behavior<Command> onFlush() {
    batches.flush();
    return this;
  }

  private Behavior<Command> onAnswered(Answered message) {
    for (Reply reply : message.answer().replies()) {
      Pending answered = forget(reply.id());
      if (answered != null && answered.isLate()) {
        note(answered, reply);
      } else if (answered != null) {
        answered.send().onResult().accept(reply.result(answered.node()));
      }
    }
    return this;
  }

  private Behavior<Command> onTimedOut(TimedOut message) {
    for (long id : timeouts.overdue(message.timeout())) {
      Pending late = pending.computeIfPresent(id, (i, p) -> p.late());
      late.send().onResult().accept(new SendResult.NoAnswer(late.node(), message.timeout()));
      lateAnswers.add(id, settings.lateAnswerLimit());
      forgetIfLateToFormer(id, late);
    }
    return this;
  }

  private Behavior<Command> onGivenUp(GivenUp message) {
    lateAnswers.overdue(message.limit()).forEach(this::forget);
    return this;
  }

  // Else callers would wait for ever after the node's end, or a failure of this actor.
  private Behavior<Command> onEnd() {
    for (Pending waiting : pending.values()) {
      if (!waiting.isLate()) {
        Send send = waiting.send();
        send.onResult().accept(new SendResult.NoAnswer(waiting.node(), send.timeout()));
      }
    }
    return this;
  }

  private Recipient recipientAt(NodeName node, Found<ChatProtocol.Command> supervisor) {
    Recipient recipient = recipients.get(node);
    if (recipient == null || recipient.supervisor().incarnation() != supervisor.incarnation()) {
      // The messages to the earlier start of the node take no place from those to the new one.
      Window window = settings.newWindow();
      recipient = new Recipient(supervisor, window);
      recipients.put(node, recipient);
      Map.copyOf(pending).forEach(this::forgetIfLateToFormer);
    }
    return recipient;
  }

  // Another start of the node has the name now, so the earlier one does not answer any more.
  private void forgetIfLateToFormer(long id, Pending sent) {
    Recipient recipient = recipients.get(sent.send().to().node());
    if (sent.isLate() && recipient != null && recipient.window() != sent.window()) {
      forget(id);
    }
  }

  private Pending forget(long id) {
    Pending gone = pending.remove(id);
    if (gone != null) {
      if (gone.isLate()) {
        lateAnswers.remove(id, settings.lateAnswerLimit());
      } else {
        timeouts.remove(id, gone.send().timeout());
      }
      gone.window().giveBack(gone.bytes());
    }
    return gone;
  }

  private void note(Pending late, Reply reply) {
    Duration after = Duration.ofNanos(nanoTime.getAsLong() - late.sentAt());
    late.send()
        .onNote()
        .accept(LateAnswer.note(reply, late.node(), late.send().content().text(), after));
  }
}
