package chat.moebi.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.node.LostNodes;
import chat.moebi.node.NodeName;
import chat.moebi.process.ExitReason;
import chat.moebi.process.Host;
import chat.moebi.process.Outcome;
import chat.moebi.process.Refusal;
import chat.moebi.process.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks supervisors on behalf of a program, which is no process, and waits for their replies; one a
 * node, at {@code /user/owner}. What was asked of a node that is lost ends with {@code
 * noconnection}.
 */
public final class TaskOwner extends AbstractBehavior<TaskOwner.Command> {

  /** The name of the actor under the user guardian. */
  public static final String ACTOR = "owner";

  /** What it takes. */
  public sealed interface Command {}

  /**
   * Asks a supervisor.
   *
   * @param request a number of its own
   * @param node where the supervisor is
   * @param bytes what the arguments take
   * @param message makes what is asked, given who is to be replied to
   */
  record Ask(
      long request,
      NodeName node,
      long incarnation,
      ActorRef<TaskSupervisors.Command> supervisors,
      int bytes,
      Function<ActorRef<Reply>, TaskSupervisors.Command> message,
      CompletableFuture<Outcome> result)
      implements Command {}

  /** Sends what concerns an earlier {@link Ask}, and is not replied to by itself. */
  record Tell(
      ActorRef<TaskSupervisors.Command> supervisors,
      Function<ActorRef<Reply>, TaskSupervisors.Command> message)
      implements Command {}

  /** Says that nobody waits for a reply any more. */
  record Forget(long request) implements Command {}

  private record Replied(Reply reply) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  /** What one start of a node was asked and has not answered. */
  private static final class Window {
    int tasks;
    long bytes;
  }

  private final TimerScheduler<Command> timers;
  private final Host host;
  private final TaskSettings settings;
  private final LostNodes lostNodes;
  private final ActorRef<Reply> replies;
  private final Map<Long, Ask> asked = new HashMap<>();
  private final Map<Long, Window> windows = new HashMap<>();

  /** Creates it. */
  public static Behavior<Command> create(Host host, TaskSettings settings) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new TaskOwner(context, timers, host, settings)));
  }

  private TaskOwner(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Host host,
      TaskSettings settings) {
    super(context);
    context.setLoggerName(TaskOwner.class);
    this.timers = timers;
    this.host = host;
    this.settings = settings;
    this.lostNodes =
        new LostNodes(host.actors()::view, host.settings().lostAfter(), System::nanoTime);
    this.replies = context.messageAdapter(Reply.class, Replied::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Tell.class, this::onTell)
        .onMessage(Forget.class, this::onForget)
        .onMessage(Replied.class, this::onReplied)
        .onMessage(Tick.class, this::onTick)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<Command> onAsk(Ask ask) {
    Window window = windows.computeIfAbsent(ask.incarnation(), incarnation -> new Window());
    if (window.tasks >= settings.windowTasks()
        || window.bytes + ask.bytes() > settings.windowBytes()) {
      ask.result().complete(Outcome.of(Refusal.busy(ask.node())));
      return this;
    }
    if (asked.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.INSTANCE, LOOK_INTERVAL);
    }
    asked.put(ask.request(), ask);
    window.tasks++;
    window.bytes += ask.bytes();
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

  private Behavior<Command> onTick(Tick tick) {
    Map<Long, Boolean> isLost = new HashMap<>(); // A node is asked about once, tasks may be many.
    for (Ask ask : List.copyOf(asked.values())) {
      if (!ask.node().equals(host.node())
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

  // Whoever waits must not wait for ever.
  private Behavior<Command> onEnd() {
    asked.values().forEach(ask -> ask.result().complete(Outcome.of(ExitReason.NOCONNECTION)));
    asked.clear();
    return this;
  }

  private Ask forget(long request) {
    Ask ask = asked.remove(request);
    if (ask != null) {
      Window window = windows.get(ask.incarnation());
      window.tasks--;
      window.bytes -= ask.bytes();
      if (window.tasks == 0) {
        windows.remove(ask.incarnation());
      }
    }
    return ask;
  }
}
