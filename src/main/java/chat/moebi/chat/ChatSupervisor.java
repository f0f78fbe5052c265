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
import chat.moebi.chat.ChatProtocol.Answer;
import chat.moebi.chat.ChatProtocol.Command;
import chat.moebi.chat.ChatProtocol.Crashed;
import chat.moebi.chat.ChatProtocol.Done;
import chat.moebi.chat.ChatProtocol.NotHere;
import chat.moebi.chat.ChatProtocol.ReceiveMessage;
import chat.moebi.chat.ChatProtocol.ReceiveMessages;
import chat.moebi.chat.ChatProtocol.Refused;
import chat.moebi.chat.ChatProtocol.Replies;
import chat.moebi.chat.ChatProtocol.Reply;
import chat.moebi.chat.MessageTask.Finished;
import chat.moebi.node.NodeName;
import chat.moebi.output.OutputWriter;
import chat.moebi.output.OutputWriter.Result;
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

  private static final class Running {
    final ReceiveMessage message;
    final TextOrder.Place place;
    boolean isFinished;

    Running(ReceiveMessage message, TextOrder.Place place) {
      this.message = message;
      this.place = place;
    }
  }

  private final NodeName node;
  private final ChatSettings settings;
  private final LongFunction<Optional<OutputWriter>> writers;
  private final ActorRef<MessageSender.Command> sender;

  private final Batches<Answer, Reply> replies;
  private final TextOrder order = new TextOrder();
  private final Map<ActorRef<?>, Running> tasks = new HashMap<>();
  private long started;
  private long bytes;

  /**
   * Creates the supervisor of a node.
   *
   * @param writers finds the output of an open session
   * @param sender sends what personas answer
   */
  static Behavior<Command> create(
      NodeName node,
      ChatSettings settings,
      LongFunction<Optional<OutputWriter>> writers,
      ActorRef<MessageSender.Command> sender) {
    return Behaviors.setup(context -> new ChatSupervisor(context, node, settings, writers, sender));
  }

  private ChatSupervisor(
      ActorContext<Command> context,
      NodeName node,
      ChatSettings settings,
      LongFunction<Optional<OutputWriter>> writers,
      ActorRef<MessageSender.Command> sender) {
    super(context);
    this.node = node;
    this.settings = settings;
    this.writers = writers;
    this.sender = sender;
    this.replies = new Batches<>(() -> context.getSelf().tell(Flush.INSTANCE), Replies::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReceiveMessage.class, this::onReceiveMessage)
        .onMessage(ReceiveMessages.class, this::onReceiveMessages)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Flush.class, flush -> onFlush())
        .onSignal(Terminated.class, this::onTerminated)
        .onSignal(PostStop.class, signal -> onFlush()) // Remoting ends after the actors.
        .build();
  }

  private Behavior<Command> onReceiveMessages(ReceiveMessages message) {
    message.messages().forEach(this::onReceiveMessage);
    return this;
  }

  private Behavior<Command> onReceiveMessage(ReceiveMessage message) {
    Optional<OutputWriter> writer = writers.apply(message.to().session());
    if (!isForThisNode(message) || writer.isEmpty()) {
      reply(message, new NotHere(message.id()));
    } else if (isFull(message)) {
      reply(message, new Refused(message.id()));
    } else {
      start(message, writer.get());
    }
    return this;
  }

  private void start(ReceiveMessage message, OutputWriter writer) {
    Optional<Behavior<?>> persona = persona(message);
    TextOrder.Place place = order.reserve(message.from(), writer);
    Behavior<Result> task = MessageTask.create(message, place, persona, getContext().getSelf());
    ActorRef<Result> child =
        getContext().spawn(Behaviors.supervise(task).onFailure(STRATEGY), "message-" + ++started);
    getContext().watch(child);
    tasks.put(child, new Running(message, place));
    bytes += size(message);
  }

  private Behavior<Command> onFinished(Finished message) {
    tasks.get(message.task()).isFinished = true;
    return this;
  }

  private Behavior<Command> onTerminated(Terminated child) {
    Running task = tasks.remove(child.getRef());
    bytes -= size(task.message);
    if (task.isFinished) {
      reply(task.message, new Done(task.message.id()));
    } else if (writers.apply(task.message.to().session()).isEmpty()) {
      reply(task.message, new NotHere(task.message.id())); // Its session was closed meanwhile.
    } else if (child instanceof ChildFailed failed) {
      String reason = TaskFailure.reason(failed.getCause());
      getContext()
          .getLog()
          .error(
              "the task of a message of {} failed", task.message.from().name(), failed.getCause());
      reply(task.message, new Crashed(task.message.id(), reason));
    }
    task.place.skip();
    return this;
  }

  private Behavior<Command> onFlush() {
    replies.flush();
    return this;
  }

  // The address of this node can be that of a former node, whose messages are not for this one.
  private boolean isForThisNode(ReceiveMessage message) {
    return settings.isLocal() || message.to().node().equals(node);
  }

  private boolean isFull(ReceiveMessage message) {
    return tasks.size() >= settings.maxTasks() || bytes + size(message) > settings.maxTaskBytes();
  }

  /** Returns how much memory the text of a message takes at most. */
  private static long size(ReceiveMessage message) {
    return (long) Character.BYTES * message.text().length();
  }

  /** Returns what answers a message; nothing automatic is answered, lest two personas never end. */
  private Optional<Behavior<?>> persona(ReceiveMessage message) {
    String words = settings.personas().get(message.to().name().name());
    if (words == null || message.automatic()) {
      return Optional.empty();
    }
    Endpoint self = new Endpoint(message.to().name(), node, Endpoint.OWN);
    return Optional.of(Moebi.create(self, message.from(), words, settings.answerTimeout(), sender));
  }

  private void reply(ReceiveMessage message, Reply reply) {
    int length = reply instanceof Crashed crashed ? crashed.reason().length() : 0;
    replies.tell(message.replyTo(), reply, length);
  }
}
