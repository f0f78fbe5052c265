package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.chat.ChatProtocol.Command;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.ChatProtocol.Resent;
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.MessageTask.Finished;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver.Result;
import chat.moebi.store.Shown;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Runs each message that is sent to this node as a supervised child; one a node, at {@code
 * /user/chat}. The lesson's {@code Chat.TaskSupervisor}.
 *
 * <p>A child that fails is not restarted, since its text would be shown twice. The sender is told
 * the reason; the other children and the supervisor go on.
 *
 * <p>The children run in any order. So the supervisor reserves each text's place in the output
 * before it spawns the child, and texts of one sender are shown in the order in which they came.
 */
final class ChatSupervisor extends AbstractBehavior<Command> {

  /** The name of the actor under the user guardian, the same on every node. */
  static final String ACTOR = "chat";

  /** A child that fails stops, and the failure is logged here. */
  private static final SupervisorStrategy STRATEGY =
      SupervisorStrategy.stop().withLoggingEnabled(false);

  private enum Flush implements Command {
    INSTANCE
  }

  /** It is known whether a text that was sent again was shown before. */
  private record Prepared(RunningText running, Shown shown) implements Command {}

  /** A text that was sent again and shown is recorded. */
  private record Recorded(RunningText running) implements Command {}

  private final ReceivedTexts received;
  private final Answering answering;
  private final Personas personas;
  private final ShownTexts shown;

  private final Batches<ActorRef<Replies>, Reply> replies;
  private final Map<ActorRef<?>, RunningText> tasks = new HashMap<>();
  private long started;

  /**
   * Creates the supervisor of a node.
   *
   * @param received decides which texts are shown
   * @param answering sends what receivers answer
   * @param personas answer in the stead of the node
   * @param shown knows what the node has shown
   */
  static Behavior<Command> create(
      ReceivedTexts received, Answering answering, Personas personas, ShownTexts shown) {
    return Behaviors.setup(
        context -> new ChatSupervisor(context, received, answering, personas, shown));
  }

  private ChatSupervisor(
      ActorContext<Command> context,
      ReceivedTexts received,
      Answering answering,
      Personas personas,
      ShownTexts shown) {
    super(context);
    this.received = received;
    this.answering = answering;
    this.personas = personas;
    this.shown = shown;
    this.replies =
        new Batches<>(
            () -> context.getSelf().tell(Flush.INSTANCE),
            (replyTo, all) -> replyTo.tell(new Replies(all)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReceiveMessages.class, this::onReceiveMessages)
        .onMessage(Prepared.class, this::onPrepared)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Recorded.class, this::onRecorded)
        .onMessage(Flush.class, flush -> onFlush())
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, signal -> onFlush()) // Remoting ends after the actors.
        .build();
  }

  private Behavior<Command> onReceiveMessages(ReceiveMessages all) {
    for (Text text : all.texts()) {
      received.accept(all, text, reply -> reply(all.replyTo(), reply)).ifPresent(this::begin);
    }
    return this;
  }

  private void begin(RunningText text) {
    Resent resent = text.text.resent();
    if (resent == null) {
      start(text, Optional.empty());
      return;
    }
    ActorRef<Command> self = getContext().getSelf();
    shown
        .prepare(text.content.id(), resent)
        .whenComplete((was, e) -> self.tell(new Prepared(text, e == null ? was : Shown.NO)));
  }

  private Behavior<Command> onPrepared(Prepared message) {
    RunningText prepared = message.running();
    if (message.shown() == Shown.YES) {
      end(prepared, Done::new);
    } else if (received.hasLeft(prepared.text)) {
      end(prepared, id -> new NotHere(id, true));
    } else {
      Resent resent = prepared.text.resent();
      boolean isMaybeAgain = message.shown() == Shown.UNKNOWN;
      Instant typed = Instant.ofEpochMilli(resent.typedMillis());
      start(prepared, Optional.of(new Message.Kept(typed, isMaybeAgain, resent.remaining())));
    }
    return this;
  }

  private void start(RunningText text, Optional<Message.Kept> kept) {
    Message message = message(text.all, text.content, kept);
    text.message = message;
    Behavior<Result> task =
        MessageTask.create(
            message,
            text.place,
            answering.to(message, text.all.from()),
            personas.of(text.all, text.text),
            getContext().getSelf());
    ActorRef<Result> child =
        getContext().spawn(Behaviors.supervise(task).onFailure(STRATEGY), "message-" + ++started);
    getContext().watch(child);
    tasks.put(child, text);
  }

  private Behavior<Command> onFinished(Finished message) {
    tasks.get(message.task()).end = message;
    return this;
  }

  private Behavior<Command> onTerminated(Terminated child) {
    RunningText task = tasks.remove(child.getRef());
    if (task.end != null && task.end.isShown()) {
      shown(task);
    } else if (task.end != null) {
      end(task, Refused::new);
    } else if (received.receiver(task.all).isEmpty()) {
      end(task, id -> new NotHere(id, false)); // Its session was closed meanwhile.
    } else if (child instanceof ChildFailed failed) {
      String reason = TaskFailure.reason(failed.getCause());
      getContext()
          .getLog()
          .error("the task of a message of {} failed", task.all.from().name(), failed.getCause());
      end(task, id -> new Crashed(id, reason));
    }
    return this;
  }

  private void shown(RunningText task) {
    if (task.text.resent() == null) {
      end(task, Done::new);
      return;
    }
    ActorRef<Command> self = getContext().getSelf();
    shown
        .record(task.message, task.text.resent())
        .whenComplete((done, e) -> self.tell(new Recorded(task)));
  }

  private Behavior<Command> onRecorded(Recorded message) {
    end(message.running(), Done::new);
    return this;
  }

  /** Replies to each sender of a text, and forgets the text. */
  private void end(RunningText text, LongFunction<Reply> reply) {
    text.replyToAll((replyTo, id) -> reply(replyTo, reply.apply(id)));
    if (text.message != null) {
      text.receiver.told(text.message);
    }
    received.remove(text);
  }

  private Behavior<Command> onFlush() {
    replies.flush();
    return this;
  }

  private static Message message(
      ReceiveMessages all, Content content, Optional<Message.Kept> kept) {
    return new Message(
        content.id(),
        Instant.now(),
        all.from().name(),
        all.to().name(),
        content.room(),
        content.isToAll(),
        content.text(),
        content.isAutomatic(),
        kept);
  }

  private void reply(ActorRef<Replies> replyTo, Reply reply) {
    int length = reply instanceof Crashed crashed ? crashed.reason().length() : 0;
    replies.add(replyTo, reply, length);
  }
}
