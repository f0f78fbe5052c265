package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.node.LostNodes;
import chat.moebi.node.NodeName;
import chat.moebi.otp.function.KnownFunction;
import chat.moebi.otp.process.ProcessActor.Buried;
import chat.moebi.otp.process.RemoteLinks.Tie;
import chat.moebi.wire.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Spawns this node's processes and passes their signals on; one a node, at {@code
 * /user/otp/processes}. All that processes of two nodes send each other goes over the two nodes'
 * actors of this kind, so it stays in order.
 *
 * <p>It keeps the ties between nodes, and breaks those to a node that is lost: that is gone, or has
 * been unreachable for {@code chat.process.lost-after}. Where a signal was lost on the way, the two
 * nodes find out by comparing their ties every {@code chat.process.audit-interval}.
 */
public final class ProcessRouter extends AbstractBehavior<ProcessRouter.Command> {

  static final String ACTOR = "processes";

  /** The path of the actor under the user guardian, the same on every node. */
  private static final String PATH = "otp/" + ACTOR;

  /** What it takes. */
  public sealed interface Command
      permits Signal,
          SpawnRequest,
          SpawnAt,
          ListRequest,
          ListAt,
          Born,
          Gone,
          Audit,
          Missing,
          Tick {}

  /** Passes a request on to a node. */
  record SpawnAt(NodeName node, SpawnRequest request) implements Command {}

  /**
   * Asks for the processes of a node, a page at a time.
   *
   * @param after only those of a higher number
   */
  record ListRequest(long after, ActorRef<Page> replyTo) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    ListRequest {
      Objects.requireNonNull(replyTo, "replyTo");
    }
  }

  /** Passes a request on to a node; it is not answered if there is no connection. */
  record ListAt(NodeName node, ListRequest request) implements Command {}

  /** Answers {@link ListRequest}. */
  record Page(List<ProcessInfo> processes, boolean hasMore) implements WireMessage {
    /** Checks that nothing is missing. */
    Page {
      processes = List.copyOf(processes);
    }
  }

  /** Says that a process has a pid now. */
  record Born(long number, ActorRef<ProcessActor.Command> process, ProcessStatus status)
      implements Command {}

  /** Says that a process has ended; it is told that it is {@link Buried}. */
  record Gone(long number, ActorRef<ProcessActor.Command> process) implements Command {}

  /** Says which ties to this node's processes another node counts on. */
  record Audit(NodeName node, long incarnation, List<Tie> ties) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    Audit {
      Objects.requireNonNull(node, "node");
      ties = List.copyOf(ties);
    }
  }

  /** Answers {@link Audit} with those of them that there are not. */
  record Missing(NodeName node, long incarnation, List<Tie> ties) implements Command, WireMessage {
    /** Checks that nothing is missing. */
    Missing {
      Objects.requireNonNull(node, "node");
      ties = List.copyOf(ties);
    }
  }

  private enum Tick implements Command {
    LOOK,
    AUDIT
  }

  private record Known(ActorRef<ProcessActor.Command> process, ProcessStatus status) {}

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);
  private static final int PAGE = 500;
  private static final int AUDITED_AT_ONCE = 2_000;

  private final TimerScheduler<Command> timers;
  private final ProcessRuntime host;
  private final LostNodes lostNodes;
  private final TreeMap<Long, Known> known = new TreeMap<>();
  private final Map<Long, RemoteLinks> peers = new HashMap<>();
  private long spawned;

  /**
   * Creates it.
   *
   * @param host makes what the processes need of their node, given this actor
   */
  public static Behavior<Command> create(Function<ActorRef<Command>, ProcessRuntime> host) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ProcessRouter(context, timers, host.apply(context.getSelf()))));
  }

  private ProcessRouter(
      ActorContext<Command> context, TimerScheduler<Command> timers, ProcessRuntime host) {
    super(context);
    context.setLoggerName(ProcessRouter.class);
    this.timers = timers;
    this.host = host;
    this.lostNodes =
        new LostNodes(host.actors()::view, host.settings().lostAfter(), System::nanoTime);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Signal.class, this::onSignal)
        .onMessage(SpawnRequest.class, this::onSpawnRequest)
        .onMessage(SpawnAt.class, this::onSpawnAt)
        .onMessage(ListRequest.class, this::onListRequest)
        .onMessage(ListAt.class, this::onListAt)
        .onMessage(Born.class, this::onBorn)
        .onMessage(Gone.class, this::onGone)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(Missing.class, this::onMissing)
        .onMessageEquals(Tick.LOOK, this::onLook)
        .onMessageEquals(Tick.AUDIT, this::onAuditTick)
        .build();
  }

  private Behavior<Command> onSignal(Signal signal) {
    // Of a former start of this node too: so it is said that there is no such process.
    boolean isFromHere = signal.from().node().equals(host.node());
    if (isFromHere && signal.to().node().equals(host.node())) {
      deliver(signal);
    } else if (isFromHere) {
      send(signal);
    } else if (!signal.to().node().equals(host.node())) {
      // A former node's address can be this one's now.
      getContext().getLog().info("dropped what was for {}", signal.to());
    } else if (tiesTo(signal.from()).note(signal, true)) {
      deliver(signal);
    }
    return this;
  }

  private Behavior<Command> onSpawnRequest(SpawnRequest request) {
    Optional<KnownFunction<?, ?>> function = host.functions().find(request.call().function());
    Refusal refusal = null;
    if (function.isEmpty()) {
      refusal =
          Refusal.unknownFunction(host.node(), request.call().function(), host.functions().names());
    } else if (known.size() >= host.settings().maxProcesses()) {
      refusal = Refusal.busy(host.node());
    } else {
      try {
        spawn(request, function.get());
      } catch (IllegalArgumentException e) {
        refusal = Refusal.badArguments(host.node(), e.getMessage());
      }
    }
    if (refusal != null) {
      refuse(request, refusal);
    }
    return this;
  }

  private Behavior<Command> onSpawnAt(SpawnAt message) {
    processesOf(message.node())
        .ifPresentOrElse(
            there -> there.tell(message.request()),
            () -> refuse(message.request(), Refusal.noConnection(message.node())));
    return this;
  }

  private void refuse(SpawnRequest request, Refusal refusal) {
    onSignal(new Signal.Spawned(request.parent(), host.nodePid(), request.request(), refusal));
  }

  private Behavior<Command> onListRequest(ListRequest request) {
    List<ProcessInfo> page =
        known.tailMap(request.after(), false).entrySet().stream()
            .filter(entry -> entry.getValue().status().isListedAs(host.pid(entry.getKey())))
            .limit(PAGE)
            .map(entry -> entry.getValue().status().info(host, entry.getValue().process()))
            .toList();
    request.replyTo().tell(new Page(page, page.size() == PAGE));
    return this;
  }

  private Behavior<Command> onListAt(ListAt message) {
    processesOf(message.node()).ifPresent(there -> there.tell(message.request()));
    return this;
  }

  private Behavior<Command> onBorn(Born born) {
    known.put(born.number(), new Known(born.process(), born.status()));
    return this;
  }

  private Behavior<Command> onGone(Gone gone) {
    known.remove(gone.number());
    gone.process().tell(Buried.INSTANCE);
    return this;
  }

  private Behavior<Command> onAudit(Audit audit) {
    RemoteLinks ties = peers.get(audit.incarnation());
    release(ties, audit.node(), audit.incarnation()); // First: it says how ties have ended.
    List<Tie> missing = ties == null ? audit.ties() : ties.missing(audit.ties());
    if (!missing.isEmpty()) {
      peer(audit.node(), audit.incarnation())
          .ifPresent(p -> p.tell(new Missing(host.node(), host.incarnation(), missing)));
    }
    return this;
  }

  private Behavior<Command> onMissing(Missing missing) {
    RemoteLinks ties = peers.get(missing.incarnation());
    if (ties != null) {
      ties.broken(missing.ties(), this::deliver);
    }
    return this;
  }

  private Behavior<Command> onLook() {
    for (Map.Entry<Long, RemoteLinks> peer : List.copyOf(peers.entrySet())) {
      RemoteLinks ties = peer.getValue();
      if (lostNodes.isLost(ties.node(), peer.getKey())) {
        getContext().getLog().info("lost {}", ties.node());
        ties.lose(this::deliver);
      }
      release(ties, ties.node(), peer.getKey());
      if (ties.isEmpty()) {
        peers.remove(peer.getKey());
      }
    }
    if (peers.isEmpty()) {
      timers.cancelAll();
    }
    return this;
  }

  private Behavior<Command> onAuditTick() {
    peers.forEach(
        (incarnation, ties) ->
            peer(ties.node(), incarnation).ifPresent(there -> audit(ties, there)));
    return this;
  }

  private void audit(RemoteLinks ties, ActorRef<Command> there) {
    List<Tie> counted = new ArrayList<>(ties.counted());
    for (int i = 0; i < counted.size(); i += AUDITED_AT_ONCE) {
      List<Tie> some = counted.subList(i, Math.min(i + AUDITED_AT_ONCE, counted.size()));
      there.tell(new Audit(host.node(), host.incarnation(), List.copyOf(some)));
    }
  }

  private <A extends Record, R extends Record> void spawn(
      SpawnRequest request, KnownFunction<A, R> function) {
    A arguments = function.arguments(host.terms(), request.call().arguments());
    Pid pid = host.newPid();
    ProcessSpec<R> spec =
        new ProcessSpec<>(
            function.name(),
            ProcessSpec.body(function, arguments, host),
            request.leader(),
            request.linked() ? request.parent() : null,
            ended -> {});
    ProcessStatus status = ProcessStatus.of(spec.function(), pid);
    known.put(
        pid.number(),
        new Known(
            getContext()
                .spawn(
                    ProcessActor.create(host, spec, status),
                    "process-" + ++spawned,
                    ProcessRuntime.APART),
            status));
    if (request.linked()) {
      onSignal(new Signal.Link(request.parent(), pid)); // Before whatever the process does.
    }
    onSignal(new Signal.Spawned(request.parent(), pid, request.request(), null));
  }

  /** Hands a signal to a process of this node. */
  private void deliver(Signal signal) {
    if (signal.to().isOfNoProcess()) {
      if (signal instanceof Signal.Print print && print.to().equals(host.leader())) {
        print(print);
      }
      return;
    }
    Known process = host.isHere(signal.to()) ? known.get(signal.to().number()) : null;
    if (process != null) {
      process.process().tell(signal);
    } else {
      Signal.answerNoProcess(signal, getContext().getSelf());
    }
  }

  /** Sends a signal of a process of this node to another node. */
  private void send(Signal signal) {
    Optional<ActorRef<Command>> there = peer(signal.to().node(), signal.to().incarnation());
    RemoteLinks ties = peers.get(signal.to().incarnation());
    if (there.isEmpty()) {
      if (ties != null) {
        ties.hold(signal);
      }
      answerNoConnection(signal);
      return;
    }
    if (ties != null) {
      ties.release(there.get()::tell);
    }
    if (tiesTo(signal.to()).note(signal, false)) {
      there.get().tell(signal);
    }
  }

  private void release(RemoteLinks ties, NodeName node, long incarnation) {
    if (ties != null) {
      peer(node, incarnation).ifPresent(there -> ties.release(there::tell));
    }
  }

  private void answerNoConnection(Signal signal) {
    Pid to = signal.to();
    if (signal instanceof Signal.Link) {
      deliver(new Signal.Exit(signal.from(), to, ExitReason.NOCONNECTION, true));
    } else if (signal instanceof Signal.Monitor m) {
      deliver(new Signal.Down(m.from(), to, m.monitor(), ExitReason.NOCONNECTION));
    } else if (signal instanceof Signal.Send m && m.request() != Signal.UNANSWERED) {
      Refusal refusal = Refusal.noConnection(to.node());
      deliver(new Signal.Delivered(m.from(), to, m.request(), refusal));
    } else if (signal instanceof Signal.Print print) {
      deliver(new Signal.Printed(print.from(), to, print.line())); // Nobody is there to read it.
    }
  }

  private void print(Signal.Print print) {
    ActorRef<Command> self = getContext().getSelf();
    host.writer()
        .print(
            print.from().node(),
            print.text(),
            result -> self.tell(new Signal.Printed(print.from(), host.nodePid(), print.line())));
  }

  private RemoteLinks tiesTo(Pid pid) {
    if (peers.isEmpty()) {
      timers.startTimerWithFixedDelay(Tick.LOOK, LOOK_INTERVAL);
      timers.startTimerWithFixedDelay(Tick.AUDIT, host.settings().auditInterval());
    }
    return peers.computeIfAbsent(
        pid.incarnation(), incarnation -> new RemoteLinks(host, pid.node(), incarnation));
  }

  private Optional<ActorRef<Command>> processesOf(NodeName node) {
    return node.equals(host.node())
        ? Optional.of(getContext().getSelf())
        : host.actors().<Command>find(node, PATH).map(found -> found.actor());
  }

  private Optional<ActorRef<Command>> peer(NodeName node, long incarnation) {
    return host.actors()
        .view()
        .reachable(node)
        .filter(peer -> peer.incarnation() == incarnation)
        .map(peer -> host.actors().on(peer, PATH));
  }
}
