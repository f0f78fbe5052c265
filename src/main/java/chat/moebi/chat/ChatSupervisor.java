package chat.moebi.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.node.NodeName;
import chat.moebi.process.Output;
import chat.moebi.process.OutputWriter;
import chat.moebi.process.OutputWriter.Close;
import chat.moebi.process.OutputWriter.Note;
import chat.moebi.wire.WireMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

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
      long id, Endpoint from, Endpoint to, String text, boolean automatic, ActorRef<Reply> replyTo)
      implements Command, WireMessage {}

  /** Answers {@link ReceiveMessage}. */
  sealed interface Reply extends WireMessage {
    /** Which message it answers. */
    long id();
  }

  /** Reports that the text was written. */
  record Done(long id) implements Reply {}

  /** Reports that the task crashed, and why. */
  record Crashed(long id, String reason) implements Reply {}

  /** Reports that no task was started because too many run. */
  record Refused(long id) implements Reply {}

  /** Reports that the message reached a node that it is not addressed to. */
  record NotHere(long id) implements Reply {}

  /** Opens a session: what is addressed to it goes to its output. */
  record OpenSession(long session, Output output) implements Command {}

  /** Shows a notice at a session, if it is still open. */
  record NoteTo(long session, String sentence) implements Command {}

  /** Closes a session after what was handed to its output before. */
  record CloseSession(long session) implements Command {}

  /** Says that a task has handed its text to the output: the sender's next one may. */
  record HandedOver(ActorRef<?> task) implements Command {}

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

  private final NodeName self;
  private final ChatSettings settings;
  private final ActorRef<OutputWriter.Command> ownWriter;
  private final ActorRef<MessageSender.Command> sender;
  private final Map<Long, ActorRef<OutputWriter.Command>> sessionWriters = new HashMap<>();

  /** What waits behind a task that has not handed its text over yet, a queue a sender. */
  private final Map<Endpoint, Queue<ReceiveMessage>> lanes = new HashMap<>();

  private final Map<ActorRef<?>, Running> running = new HashMap<>();
  private int waiting;
  private long bytes;
  private long started;

  /** Creates the supervisor of the node {@code self}. */
  static Behavior<Command> create(
      NodeName self,
      ChatSettings settings,
      ActorRef<OutputWriter.Command> writer,
      ActorRef<MessageSender.Command> sender) {
    return Behaviors.setup(context -> new ChatSupervisor(context, self, settings, writer, sender));
  }

  private ChatSupervisor(
      ActorContext<Command> context,
      NodeName self,
      ChatSettings settings,
      ActorRef<OutputWriter.Command> writer,
      ActorRef<MessageSender.Command> sender) {
    super(context);
    context.setLoggerName(ChatSupervisor.class);
    this.self = self;
    this.settings = settings;
    this.ownWriter = writer;
    this.sender = sender;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ReceiveMessage.class, this::onReceiveMessage)
        .onMessage(OpenSession.class, this::onOpenSession)
        .onMessage(NoteTo.class, this::onNoteTo)
        .onMessage(CloseSession.class, this::onCloseSession)
        .onMessage(HandedOver.class, this::onHandedOver)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onReceiveMessage(ReceiveMessage message) {
    if (!settings.isLocal() && !message.to().node().equals(self)) {
      // A former node's address can be this one's now: what was meant for it is not ours to show.
      message.replyTo().tell(new NotHere(message.id()));
    } else if (isFull(message)) {
      message.replyTo().tell(new Refused(message.id()));
    } else {
      bytes += size(message);
      Queue<ReceiveMessage> lane = lanes.get(message.from());
      if (lane == null) {
        lanes.put(message.from(), new ArrayDeque<>(1));
        start(message);
      } else {
        lane.add(message);
        waiting++;
      }
    }
    return this;
  }

  private Behavior<Command> onOpenSession(OpenSession message) {
    sessionWriters.put(
        message.session(),
        getContext()
            .spawn(
                OutputWriter.create(message.output()),
                "session-" + message.session(),
                OutputWriter.PROPS));
    return this;
  }

  private Behavior<Command> onNoteTo(NoteTo message) {
    writerOf(message.session()).ifPresent(w -> w.tell(new Note(message.sentence())));
    return this;
  }

  private Behavior<Command> onCloseSession(CloseSession message) {
    ActorRef<OutputWriter.Command> writer = sessionWriters.remove(message.session());
    if (writer != null) {
      writer.tell(Close.INSTANCE);
    }
    return this;
  }

  private Behavior<Command> onHandedOver(HandedOver message) {
    Running task = running.get(message.task());
    if (task != null) {
      freeLane(task);
    }
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed failed) {
    Running task = running.get(failed.getRef());
    if (task != null) {
      Throwable cause = failed.getCause();
      getContext().getLog().error("the task of a message of {} failed", task.sender(), cause);
      String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
      task.message.replyTo().tell(new Crashed(task.message.id(), reason));
    }
    return onTerminated(failed);
  }

  private Behavior<Command> onTerminated(Terminated ended) {
    Running task = running.remove(ended.getRef());
    if (task != null) {
      bytes -= size(task.message);
      freeLane(task); // It crashed early, or this signal has overtaken its HandedOver.
    }
    return this;
  }

  private boolean isFull(ReceiveMessage message) {
    return running.size() + waiting >= settings.maxTasks()
        || bytes + size(message) > settings.maxTaskBytes();
  }

  // What its text takes in memory, at most.
  private static long size(ReceiveMessage message) {
    return (long) Character.BYTES * message.text().length();
  }

  private void start(ReceiveMessage message) {
    Optional<ActorRef<OutputWriter.Command>> writer = writerOf(message.to().session());
    if (writer.isEmpty()) {
      message.replyTo().tell(new NotHere(message.id()));
      bytes -= size(message);
      next(message.from());
      return;
    }
    ActorRef<?> task =
        getContext()
            .spawn(
                MessageTask.create(
                    message,
                    Endpoint.of(self),
                    writer.get(),
                    Optional.ofNullable(settings.personas().get(message.to().name().name())),
                    settings.answerTimeout(),
                    sender,
                    getContext().getSelf()),
                "task-" + ++started);
    running.put(task, new Running(message));
    getContext().watch(task);
  }

  private void freeLane(Running task) {
    if (!task.handedOver) {
      task.handedOver = true;
      next(task.sender());
    }
  }

  private void next(Endpoint lane) {
    ReceiveMessage message = lanes.get(lane).poll();
    if (message == null) {
      lanes.remove(lane);
    } else {
      waiting--;
      start(message);
    }
  }

  private Optional<ActorRef<OutputWriter.Command>> writerOf(long session) {
    return session == Endpoint.OWN
        ? Optional.of(ownWriter)
        : Optional.ofNullable(sessionWriters.get(session));
  }
}
