package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.function.None;
import chat.moebi.output.OutputWriter;
import chat.moebi.process.ExitReason;
import chat.moebi.process.ExitReason.Kind;
import chat.moebi.process.Host;
import chat.moebi.process.ProcessSpec;
import chat.moebi.task.TaskChildren;
import chat.moebi.task.TaskSupervisors;
import chat.moebi.task.TaskSupervisors.ListChildren;
import chat.moebi.task.TaskSupervisors.Listable;
import chat.moebi.wire.WireMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongFunction;

/**
 * Runs each message that is sent to this node as a supervised child task; one a node, at {@code
 * /user/chat}. The lesson's {@code Chat.TaskSupervisor}.
 *
 * <p>A task that crashes is not run again: a restart would show its text twice. Its sender is told
 * the reason; the other tasks and this supervisor go on.
 *
 * <p>Tasks run side by side, but those of one sender hand their texts to the output one after the
 * other, so that texts are shown in the order in which they were sent. Only the handing over is
 * waited for: neither a slow terminal nor a persona's answer holds the next task up.
 */
final class ChatSupervisor extends AbstractBehavior<ChatSupervisor.Command> {

  /** The name of the actor under the user guardian, the same on every node. */
  static final String ACTOR = "chat";

  /** What the supervisor takes. */
  sealed interface Command {}

  /**
   * Starts the task that shows a text here.
   *
   * @param id chosen by the sender, and returned in the {@link Reply}
   * @param to whom it is addressed to; under {@code chat.remote-supervisor = local} not this node
   * @param automatic nothing automatic answers it
   */
  record ReceiveMessage(
      long id, Endpoint from, Endpoint to, String text, boolean automatic, ActorRef<Answer> replyTo)
      implements Command, WireMessage {
    /** Checks that nothing is missing. */
    ReceiveMessage {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Is several of them at once. */
  record ReceiveMessages(List<ReceiveMessage> messages) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    ReceiveMessages {
      Objects.requireNonNull(messages, "messages");
    }
  }

  /** Is what the sender of messages is told. */
  sealed interface Answer extends WireMessage {}

  /** Is several replies at once. */
  record Replies(List<Reply> replies) implements Answer {
    /** Checks that nothing is missing. */
    Replies {
      Objects.requireNonNull(replies, "replies");
    }
  }

  /** Answers {@link ReceiveMessage}. */
  sealed interface Reply extends Answer {
    /** Which message it answers. */
    long id();
  }

  /** Reports that the text was written. */
  record Done(long id) implements Reply {}

  /** Reports that the task crashed, and why. */
  record Crashed(long id, String reason) implements Reply {
    /** Checks that nothing is missing. */
    Crashed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Reports that no task was started because too many run. */
  record Refused(long id) implements Reply {}

  /** Reports that the message reached a node that it is not addressed to. */
  record NotHere(long id) implements Reply {}

  private record HandedOver(Running task) implements Command {}

  private record Ended(long task, ExitReason reason) implements Command {}

  private record Listed(ListChildren request) implements Command {}

  private enum Flush implements Command {
    INSTANCE
  }

  private static final class Running {
    final ReceiveMessage message;
    boolean handedOver;

    Running(ReceiveMessage message) {
      this.message = message;
    }

    Endpoint sender() {
      return message.from();
    }
  }

  private final Host host;
  private final ChatSettings settings;
  private final LongFunction<Optional<OutputWriter>> writers;
  private final ActorRef<MessageSender.Command> sender;

  /** What waits behind a task that has not handed its text over yet, a queue a sender. */
  private final Map<Endpoint, Queue<ReceiveMessage>> lanes = new HashMap<>();

  private final Batches<Answer, Reply> replies;
  private final TaskChildren<Command> tasks;
  private final Map<Long, Running> running = new HashMap<>();
  private int waiting;
  private long bytes;

  /**
   * Creates the supervisor of a node.
   *
   * @param writers finds the output of a session that is open
   * @param supervisors is told how its tasks can be listed
   */
  static Behavior<Command> create(
      Host host,
      ChatSettings settings,
      LongFunction<Optional<OutputWriter>> writers,
      ActorRef<MessageSender.Command> sender,
      ActorRef<TaskSupervisors.Command> supervisors) {
    return Behaviors.setup(
        context -> {
          ActorRef<ListChildren> listed = context.messageAdapter(ListChildren.class, Listed::new);
          supervisors.tell(new Listable(ACTOR, listed));
          return new ChatSupervisor(context, host, settings, writers, sender);
        });
  }

  private ChatSupervisor(
      ActorContext<Command> context,
      Host host,
      ChatSettings settings,
      LongFunction<Optional<OutputWriter>> writers,
      ActorRef<MessageSender.Command> sender) {
    super(context);
    context.setLoggerName(ChatSupervisor.class);
    this.host = host;
    this.settings = settings;
    this.writers = writers;
    this.sender = sender;
    this.replies = new Batches<>(() -> context.getSelf().tell(Flush.INSTANCE), Replies::new);
    this.tasks = new TaskChildren<>(context, host, settings.maxTasks(), Props.empty(), Ended::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReceiveMessage.class, this::onReceiveMessage)
        .onMessage(ReceiveMessages.class, this::onReceiveMessages)
        .onMessage(Flush.class, m -> onFlush())
        .onMessage(HandedOver.class, this::onHandedOver)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Listed.class, this::onListed)
        .onSignal(PostStop.class, signal -> onFlush()) // Remoting ends after the actors.
        .build();
  }

  private Behavior<Command> onReceiveMessages(ReceiveMessages message) {
    message.messages().forEach(this::onReceiveMessage);
    return this;
  }

  private Behavior<Command> onFlush() {
    replies.flush();
    return this;
  }

  private Behavior<Command> onReceiveMessage(ReceiveMessage message) {
    if (!settings.isLocal() && !message.to().node().equals(host.node())) {
      // A former node's address can be this one's now: what was meant for it is not ours to show.
      reply(message, new NotHere(message.id()));
    } else if (isFull(message)) {
      reply(message, new Refused(message.id()));
    } else {
      bytes += size(message);
      Queue<ReceiveMessage> lane = lanes.get(message.from());
      if (lane == null) {
        lanes.put(message.from(), new ArrayDeque<>(1));
        if (!start(message)) {
          next(message.from());
        }
      } else {
        lane.add(message);
        waiting++;
      }
    }
    return this;
  }

  private Behavior<Command> onHandedOver(HandedOver message) {
    freeLane(message.task());
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    tasks.remove(ended.task());
    Running task = running.remove(ended.task());
    bytes -= size(task.message);
    if (ended.reason().kind() == Kind.NORMAL) {
      reply(task.message, new Done(task.message.id()));
    } else if (ended.reason().kind() != Kind.SHUTDOWN) { // The node's end: it may have been shown.
      reply(task.message, new Crashed(task.message.id(), ended.reason().toString()));
    }
    if (!ended.reason().isOrderly()) {
      getContext()
          .getLog()
          .error("the task of a message of {} failed: {}", task.sender().name(), ended.reason());
    }
    freeLane(task); // It may have crashed before it handed its text over.
    return this;
  }

  private Behavior<Command> onListed(Listed listed) {
    listed.request().answer(tasks.list());
    return this;
  }

  private boolean isFull(ReceiveMessage message) {
    return tasks.isFull(waiting) || bytes + size(message) > settings.maxTaskBytes();
  }

  // What its text takes in memory, at most.
  private static long size(ReceiveMessage message) {
    return (long) Character.BYTES * message.text().length();
  }

  /** Starts the task of a message, or refuses the message; returns whether the task was started. */
  private boolean start(ReceiveMessage message) {
    Optional<OutputWriter> writer = writers.apply(message.to().session());
    if (writer.isEmpty()) {
      reply(message, new NotHere(message.id()));
      bytes -= size(message);
      return false;
    }
    Running task = new Running(message);
    running.put(tasks.start(spec(task, writer.get())), task);
    return true;
  }

  private ProcessSpec<None> spec(Running running, OutputWriter writer) {
    ActorRef<Command> supervisor = getContext().getSelf();
    ReceiveMessage message = running.message;
    MessageTask task =
        new MessageTask(
            message,
            Endpoint.of(host.node()),
            writer,
            Optional.ofNullable(settings.personas().get(message.to().name().name())),
            settings.answerTimeout(),
            sender,
            () -> supervisor.tell(new HandedOver(running)));
    return new ProcessSpec<>(
        MessageTask.FUNCTION, self -> task.run(), host.leader(), null, ended -> {});
  }

  private void reply(ReceiveMessage message, Reply reply) {
    int bytes = reply instanceof Crashed crashed ? crashed.reason().length() : 0;
    replies.tell(message.replyTo(), reply, bytes);
  }

  private void freeLane(Running task) {
    if (!task.handedOver) {
      task.handedOver = true;
      next(task.sender());
    }
  }

  // A loop: any number of the messages may be for sessions that are closed.
  private void next(Endpoint lane) {
    Queue<ReceiveMessage> messages = lanes.get(lane);
    for (ReceiveMessage next = messages.poll(); next != null; next = messages.poll()) {
      waiting--;
      if (start(next)) {
        return;
      }
    }
    lanes.remove(lane);
  }
}
