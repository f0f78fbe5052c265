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
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.cluster.LostNodes;
import chat.moebi.cluster.Window;
import chat.moebi.name.NodeName;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.GiveUp;
import chat.moebi.otp.task.TaskProtocol.Request;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Sends the requests of a program, which is no process, to supervisors, and waits for their
 * replies; one actor a node, at {@code /user/otp/owner}.
 *
 * <p>A request to a node that is lost ends with {@code noconnection}. So does a request that its
 * supervisor does not know, because the network lost the request or its reply.
 */
final class TaskOwner extends AbstractBehavior<ProcessCommand> {

  static final String ACTOR = "owner";

  /**
   * Sends a request to a supervisor, and completes {@code result} with the reply.
   *
   * @param node the node of the supervisors
   */
  record Ask(
      Request request, NodeName node, Found<Command> there, CompletableFuture<Outcome> result)
      implements ProcessCommand {}

  private enum Tick implements ProcessCommand {
    CHECK_NODES,
    AUDIT
  }

  /** The supervisor that an audit asks. */
  private record Audited(ActorRef<Command> there, String supervisor) {}

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
  private static final int AUDIT_SIZE = 10_000;

  private final TimerScheduler<ProcessCommand> timers;
  private final ProcessRuntime runtime;
  private final TaskSettings settings;
  private final LostNodes lostNodes;
  private final LostRequests lostRequests = new LostRequests();
  private final Map<Long, Ask> asked = new HashMap<>();
  private final Map<Long, Window> windows = new HashMap<>();

  static Behavior<ProcessCommand> create(ProcessRuntime runtime, TaskSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new TaskOwner(context, timers, runtime, settings)));
  }

  private TaskOwner(
      ActorContext<ProcessCommand> context,
      TimerScheduler<ProcessCommand> timers,
      ProcessRuntime runtime,
      TaskSettings settings) {
    super(context);
    context.setLoggerName(TaskOwner.class);
    this.timers = timers;
    this.runtime = runtime;
    this.settings = settings;
    this.lostNodes =
        new LostNodes(runtime.actors()::view, runtime.settings().lostAfter(), System::nanoTime);
  }

  @Override
  public Receive<ProcessCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, this::onAsk)
        .onMessage(GiveUp.class, this::onGiveUp)
        .onMessage(Reply.class, this::onReply)
        .onMessage(Unknown.class, this::onUnknown)
        .onMessageEquals(Tick.CHECK_NODES, this::onCheckNodes)
        .onMessageEquals(Tick.AUDIT, this::onAudit)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<ProcessCommand> onAsk(Ask ask) {
    Window window =
        windows.computeIfAbsent(
            ask.there().incarnation(),
            i -> new Window(settings.windowTasks(), settings.windowBytes()));
    if (!window.take(ask.request().bytes())) {
      ask.result().complete(Outcome.of(Refusal.busy(ask.node())));
      return this;
    }
    if (asked.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.CHECK_NODES, CHECK_INTERVAL);
      timers.startTimerWithFixedDelay(Tick.AUDIT, runtime.settings().auditInterval());
    }
    asked.put(ask.request().request(), ask);
    ask.there().actor().tell(ask.request());
    return this;
  }

  private Behavior<ProcessCommand> onGiveUp(GiveUp message) {
    Ask ask = asked.get(message.request());
    if (ask != null) {
      ask.there().actor().tell(message);
      if (message.shutdown() == null) {
        forget(message.request());
      }
    }
    return this;
  }

  private Behavior<ProcessCommand> onReply(Reply reply) {
    complete(reply.request(), reply.outcome());
    return this;
  }

  private Behavior<ProcessCommand> onUnknown(Unknown unknown) {
    lostRequests
        .lostOf(unknown.requests())
        .forEach(request -> complete(request, Outcome.of(ExitReason.NOCONNECTION)));
    return this;
  }

  private Behavior<ProcessCommand> onAudit() {
    lostRequests.beginAudit();
    asked.values().stream()
        .collect(
            Collectors.groupingBy(
                ask -> new Audited(ask.there().actor(), ask.request().supervisor()),
                Collectors.mapping(ask -> ask.request().request(), Collectors.toList())))
        .forEach(this::audit);
    return this;
  }

  private void audit(Audited audited, List<Long> requests) {
    ActorRef<ProcessCommand> self = getContext().getSelf();
    for (int i = 0; i < requests.size(); i += AUDIT_SIZE) {
      List<Long> some = requests.subList(i, Math.min(i + AUDIT_SIZE, requests.size()));
      audited.there().tell(new Audit(audited.supervisor(), some, self.narrow(), self.narrow()));
    }
  }

  private Behavior<ProcessCommand> onCheckNodes() {
    Map<Long, Boolean> isLost = new HashMap<>(); // One check a node, for any number of requests.
    for (Ask ask : List.copyOf(asked.values())) {
      if (!ask.node().equals(runtime.node())
          && isLost.computeIfAbsent(
              ask.there().incarnation(), i -> lostNodes.isLost(ask.node(), i))) {
        complete(ask.request().request(), Outcome.of(ExitReason.NOCONNECTION));
      }
    }
    if (asked.isEmpty()) {
      timers.cancelAll();
    }
    return this;
  }

  // Nothing else would complete these requests.
  private Behavior<ProcessCommand> onEnd() {
    asked.values().forEach(ask -> ask.result().complete(Outcome.of(ExitReason.NOCONNECTION)));
    return this;
  }

  private void complete(long request, Outcome outcome) {
    Ask ask = forget(request);
    if (ask != null) {
      ask.result().complete(outcome);
    }
  }

  private Ask forget(long request) {
    Ask ask = asked.remove(request);
    if (ask != null) {
      Window window = windows.get(ask.there().incarnation());
      window.giveBack(ask.request().bytes());
      if (window.isEmpty()) {
        windows.remove(ask.there().incarnation());
      }
    }
    return ask;
  }
}
