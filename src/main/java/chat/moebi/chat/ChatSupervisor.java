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
import chat.moebi.chat.ChatProtocol.Text;
import chat.moebi.chat.MessageTask.Finished;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.output.Receiver;
import chat.moebi.output.Receiver.Result;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;

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

  private static final class Running {
    final long id;
    final NodeName from;
    final long session;
    final ActorRef<Replies> replyTo;
    final long bytes;
    final TextOrder.Place place;
    final Runnable told;
    Finished end;

    Running(ReceiveMessages all, Text text, TextOrder.Place place, Runnable told) {
      this.id = text.id();
      this.from = all.from().name();
      this.session = all.to().session();
      this.replyTo = all.replyTo();
      this.bytes = size(text);
      this.place = place;
      this.told = told;
    }
  }

  private final NodeName node;
  private final ChatSettings settings;
  private final LongFunction<Optional<Receiver>> receivers;
  private final Predicate<RoomName> isInRoom;
  private final Answering answering;
  private final ActorRef<MessageSender.Command> sender;

  private final Batches<ActorRef<Replies>, Reply> replies;
  private final TextOrder order = new TextOrder();
  private final Map<ActorRef<?>, Running> tasks = new HashMap<>();
  private long started;
  private long bytes;

  /**
   * Creates the supervisor of a node.
   *
   * @param receivers finds what takes the texts of an open session
   * @param isInRoom whether the node is in a room
   * @param answering sends what receivers answer
   * @param sender sends what personas answer
   */
  static Behavior<Command> create(
      NodeName node,
      ChatSettings settings,
      LongFunction<Optional<Receiver>> receivers,
      Predicate<RoomName> isInRoom,
      Answering answering,
      ActorRef<MessageSender.Command> sender) {
    return Behaviors.setup(
        context ->
            new ChatSupervisor(context, node, settings, receivers, isInRoom, answering, sender));
  }

  private ChatSupervisor(
      ActorContext<Command> context,
      NodeName node,
      ChatSettings settings,
      LongFunction<Optional<Receiver>> receivers,
      Predicate<RoomName> isInRoom,
      Answering answering,
      ActorRef<MessageSender.Command> sender) {
    super(context);
    this.node = node;
    this.settings = settings;
    this.receivers = receivers;
    this.isInRoom = isInRoom;
    this.answering = answering;
    this.sender = sender;
    this.replies =
        new Batches<>(
            () -> context.getSelf().tell(Flush.INSTANCE),
            (replyTo, all) -> replyTo.tell(new Replies(all)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReceiveMessages.class, this::onReceiveMessages)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Flush.class, flush -> onFlush())
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, signal -> onFlush()) // Remoting ends after the actors.
        .build();
  }

  private Behavior<Command> onReceiveMessages(ReceiveMessages all) {
    all.texts().forEach(text -> receive(all, text));
    return this;
  }

  private void receive(ReceiveMessages all, Text text) {
    Optional<Receiver> receiver = receivers.apply(all.to().session());
    if (!isForThisNode(all.to()) || receiver.isEmpty()) {
      reply(all.replyTo(), new NotHere(text.id(), false));
    } else if (text.room() != null && !isInRoom.test(text.room())) {
      reply(all.replyTo(), new NotHere(text.id(), true));
    } else if (isFull(text)) {
      reply(all.replyTo(), new Refused(text.id()));
    } else {
      start(all, text, receiver.get());
    }
  }

  private void start(ReceiveMessages all, Text text, Receiver receiver) {
    Optional<Behavior<?>> persona = persona(all, text);
    TextOrder.Place place = order.reserve(all.from(), receiver);
    Message message = message(all, text.content());
    Behavior<Result> task =
        MessageTask.create(
            message, place, answering.to(message, all.from()), persona, getContext().getSelf());
    ActorRef<Result> child =
        getContext().spawn(Behaviors.supervise(task).onFailure(STRATEGY), "message-" + ++started);
    getContext().watch(child);
    Running running = new Running(all, text, place, () -> receiver.told(message));
    tasks.put(child, running);
    bytes += running.bytes;
  }

  private Behavior<Command> onFinished(Finished message) {
    tasks.get(message.task()).end = message;
    return this;
  }

  private Behavior<Command> onTerminated(Terminated child) {
    Running task = tasks.remove(child.getRef());
    bytes -= task.bytes;
    if (task.end != null && task.end.isShown()) {
      reply(task.replyTo, new Done(task.id));
    } else if (task.end != null) {
      reply(task.replyTo, new Refused(task.id));
    } else if (receivers.apply(task.session).isEmpty()) {
      reply(task.replyTo, new NotHere(task.id, false)); // Its session was closed meanwhile.
    } else if (child instanceof ChildFailed failed) {
      String reason = TaskFailure.reason(failed.getCause());
      getContext()
          .getLog()
          .error("the task of a message of {} failed", task.from, failed.getCause());
      reply(task.replyTo, new Crashed(task.id, reason));
    }
    task.told.run();
    task.place.skip();
    return this;
  }

  private Behavior<Command> onFlush() {
    replies.flush();
    return this;
  }

  // The address of this node can be that of a former node, whose messages are not for this one.
  private boolean isForThisNode(Endpoint to) {
    return settings.isLocal() || to.node().equals(node);
  }

  private boolean isFull(Text text) {
    return tasks.size() >= settings.maxTasks() || bytes + size(text) > settings.maxTaskBytes();
  }

  private static Message message(ReceiveMessages all, Content content) {
    return new Message(
        content.id(),
        Instant.now(),
        all.from().name(),
        all.to().name(),
        content.room(),
        content.isToAll(),
        content.text(),
        content.isAutomatic());
  }

  /** Returns how much memory a text takes at most. */
  private static long size(Text text) {
    return (long) Character.BYTES * text.text().length();
  }

  /** Returns what answers a text; an answer is not answered, or two personas would never end. */
  private Optional<Behavior<?>> persona(ReceiveMessages all, Text text) {
    NodeName name = all.to().name();
    String words = settings.personas().get(name.name());
    if (words == null || text.automatic() || text.toAll() || text.room() != null) {
      return Optional.empty();
    }
    Endpoint self = new Endpoint(name, node, Endpoint.OWN);
    return Optional.of(Moebi.create(self, all.from(), words, settings.answerTimeout(), sender));
  }

  private void reply(ActorRef<Replies> replyTo, Reply reply) {
    int length = reply instanceof Crashed crashed ? crashed.reason().length() : 0;
    replies.add(replyTo, reply, length);
  }
}
