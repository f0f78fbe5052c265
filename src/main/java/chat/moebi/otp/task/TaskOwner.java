package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.cluster.LostNodes;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends the requests of a program, which is no process, to supervisors, and waits for their
 * replies; one a node, at {@code /user/otp/owner}.
 *
 * <p>A request to a node that is lost ends with {@code noconnection}. So does a request that its
 * supervisor does not know, because the network lost the request or its reply.
 */
final class TaskOwner extends AbstractBehavior<TaskOwner.Command> {

  /** The name of the actor. */
  static final String ACTOR = "owner";

  /** A message to the owner. */
  sealed interface Command {}

  /**
   * Sends a request to a supervisor, and completes {@code result} with the reply.
   *
   * @param request the number of the request, which no other request has
   * @param supervisor the name of the supervisor
   * @param node the node of the supervisor
   * @param bytes the size of the arguments
   * @param message the request, given the actor to reply to
   */
  record Ask(
      long request,
      String supervisor,
      NodeName node,
      long incarnation,
      ActorRef<TaskProtocol.Command> supervisors,
      int bytes,
      Function<ActorRef<Reply>, TaskProtocol.Command> message,
      CompletableFuture<Outcome> result)
      implements Command {}

  /** Sends a message that concerns an earlier {@link Ask} and has no reply of its own. */
  record Tell(
      ActorRef<TaskProtocol.Command> supervisors,
      Function<ActorRef<Reply>, TaskProtocol.Command> message)
      implements Command {}

  /** Stops waiting for a reply. */
  record Forget(long request) implements Command {}

  private record Replied(Reply reply) implements Command {}

  private record NotKnown(Unknown unknown) implements Command {}

  private enum Tick implements Command {
    CHECK_NODES,
    AUDIT
  }

  /** The supervisor that an audit asks. */
  private record Audited(ActorRef<TaskProtocol.Command> supervisors, String supervisor) {}

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
  private static final int AUDIT_SIZE = 10_000;

  private final TimerScheduler<Command> timers;
  private final ProcessRuntime runtime;
  private final TaskSettings settings;
  private final LostNodes lostNodes;
  private final ActorRef<Reply> replies;
  private final Map<Long, Ask> asked = new HashMap<>();
  private final ActorRef<Unknown> unknowns;

  private final LostRequests lostRequests = new LostRequests();
  private final Map<Long, Window> windows = new HashMap<>();

  /** Creates the owner of a node's program. */
  static Behavior<Command> create(ProcessRuntime runtime, TaskSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new TaskOwner(context, timers, runtime, settings)));
  }

  private TaskOwner(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessRuntime runtime,
      TaskSettings settings) {
    super(context);
    context.setLoggerName(TaskOwner.class);
    this.timers = timers;
    this.runtime = runtime;
    this.settings = settings;
    this.lostNodes =
        new LostNodes(runtime.actors()::view, runtime.settings().lostAfter(), System::nanoTime);
    this.replies = context.messageAdapter(Reply.class, Replied::new);
    this.unknowns = context.messageAdapter(Unknown.class, NotKnown::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Tell.class, this::onTell)
        .onMessage(Forget.class, this::onForget)
        .onMessage(Replied.class, this::onReplied)
        .onMessage(NotKnown.class, this::onNotKnown)
        .onMessageEquals(Tick.CHECK_NODES, this::onCheckNodes)
        .onMessageEquals(Tick.AUDIT, this::onAudit)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<Command> onAsk(Ask ask) {
    Window window =
        windows.computeIfAbsent(
            ask.incarnation(), i -> new Window(settings.windowTasks(), settings.windowBytes()));
    if (!window.take(ask.bytes())) {
      ask.result().complete(Outcome.of(Refusal.busy(ask.node())));
      return this;
    }
    if (asked.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.CHECK_NODES, CHECK_INTERVAL);
      timers.startTimerWithFixedDelay(Tick.AUDIT, runtime.settings().auditInterval());
    }
    asked.put(ask.request(), ask);
    ask.supervisors().tell(ask.message().apply(replies));
    return this;
  }

  private Behavior<Command> onTell(Tell tell) {
    tell.supervisors().tell(tell.message().apply(replies));
    return this;
  }

  private Behavior<Command> onForget(Forget forget) {
    forget(forget.request());
    return this;
  }

  private Behavior<Command> onReplied(Replied message) {
    Ask ask = forget(message.reply().request());
    if (ask != null) {
      ask.result().complete(message.reply().outcome());
    }
    return this;
  }

  private Behavior<Command> onNotKnown(NotKnown message) {
    for (long request : lostRequests.lostOf(message.unknown().requests())) {
      Ask lost = forget(request);
      if (lost != null) {
        lost.result().complete(Outcome.of(ExitReason.NOCONNECTION));
      }
    }
    return this;
  }

  private Behavior<Command> onAudit() {
    lostRequests.beginAudit();
    Map<Audited, List<Long>> requests = new HashMap<>();
    asked
        .values()
        .forEach(
            ask ->
                requests
                    .computeIfAbsent(
                        new Audited(ask.supervisors(), ask.supervisor()), a -> new ArrayList<>())
                    .add(ask.request()));
    requests.forEach(this::audit);
    return this;
  }

  private void audit(Audited audited, List<Long> requests) {
    for (int i = 0; i < requests.size(); i += AUDIT_SIZE) {
      List<Long> some = requests.subList(i, Math.min(i + AUDIT_SIZE, requests.size()));
      audited
          .supervisors()
          .tell(new Audit(audited.supervisor(), new ArrayList<>(some), replies, unknowns));
    }
  }

  private Behavior<Command> onCheckNodes() {
    Map<Long, Boolean> isLost = new HashMap<>(); // One check a node, for any number of requests.
    for (Ask ask : List.copyOf(asked.values())) {
      if (!ask.node().equals(runtime.node())
          && isLost.computeIfAbsent(
              ask.incarnation(), i -> lostNodes.isLost(ask.node(), ask.incarnation()))) {
        forget(ask.request());
        ask.result().complete(Outcome.of(ExitReason.NOCONNECTION));
      }
    }
    if (asked.isEmpty()) {
      timers.cancelAll();
    }
    return this;
  }

  // Nobody else would complete these requests.
  private Behavior<Command> onEnd() {
    asked.values().forEach(ask -> ask.result().complete(Outcome.of(ExitReason.NOCONNECTION)));
    asked.clear();
    return this;
  }

  private Ask forget(long request) {
    Ask ask = asked.remove(request);
    if (ask != null) {
      Window window = windows.get(ask.incarnation());
      window.giveBack(ask.bytes());
      if (window.isEmpty()) {
        windows.remove(ask.incarnation());
      }
    }
    return ask;
  }
}
