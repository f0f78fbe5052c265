package chat.moebi.otp.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import chat.moebi.chat.Annex.Environment;
import chat.moebi.node.Supervision;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.function.KnownFunction;
import chat.moebi.otp.process.RouterCommand.Audit;
import chat.moebi.otp.process.RouterCommand.Born;
import chat.moebi.otp.process.RouterCommand.Gone;
import chat.moebi.otp.process.RouterCommand.ListRequest;
import chat.moebi.otp.process.RouterCommand.Missing;
import chat.moebi.otp.process.RouterCommand.Page;
import chat.moebi.otp.process.RouterCommand.SpawnRequest;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Spawns the processes of a node and passes on the signals between processes; one per node, at
 * {@code /user/otp/processes}. All signals between two nodes pass through the routers of the two,
 * so they stay in order.
 */
public final class ProcessRouter extends AbstractBehavior<RouterCommand> {

  private static final int PAGE_SIZE = 500;

  private final ProcessRuntime runtime;
  private final RemoteNodes remoteNodes;

  /** The processes that have a pid, by its number. */
  private final TreeMap<Long, Born> processes = new TreeMap<>();

  private long spawned;

  /** Starts the router of a node as a child of an actor; returns what the processes share. */
  public static ProcessRuntime start(
      ActorContext<?> parent,
      Environment environment,
      ProcessSettings settings,
      Functions functions) {
    Function<ActorRef<RouterCommand>, ProcessRuntime> runtime =
        ProcessRuntime.create(parent.getSystem(), environment, settings, functions);
    // A restart would forget the processes, so a router that fails at a message resumes.
    return runtime.apply(Supervision.resuming(parent, create(runtime), ProcessRuntime.ROUTER));
  }

  private static Behavior<RouterCommand> create(
      Function<ActorRef<RouterCommand>, ProcessRuntime> runtime) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ProcessRouter(context, timers, runtime.apply(context.getSelf()))));
  }

  private ProcessRouter(
      ActorContext<RouterCommand> context,
      TimerScheduler<RouterCommand> timers,
      ProcessRuntime runtime) {
    super(context);
    context.setLoggerName(ProcessRouter.class);
    this.runtime = runtime;
    this.remoteNodes = new RemoteNodes(context, timers, runtime, this::deliver);
  }

  @Override
  public Receive<RouterCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Signal.class, then(this::onSignal))
        .onMessage(SpawnRequest.class, then(this::onSpawnRequest))
        .onMessage(ListRequest.class, then(this::onListRequest))
        .onMessage(Born.class, then(born -> processes.put(born.number(), born)))
        .onMessage(Gone.class, then(this::onGone))
        .onMessage(Audit.class, then(remoteNodes::onAudit))
        .onMessage(Missing.class, then(remoteNodes::onMissing))
        .onMessage(RemoteNodes.Tick.class, then(remoteNodes::onTick))
        .build();
  }

  private <C> akka.japi.function.Function<C, Behavior<RouterCommand>> then(Consumer<C> handler) {
    return message -> {
      handler.accept(message);
      return this;
    };
  }

  private void onSignal(Signal signal) {
    // An earlier start of this node counts as this node: the answer is that there is no process.
    boolean isFromHere = signal.from().node().equals(runtime.node());
    boolean isForHere = signal.to().node().equals(runtime.node());
    if (isFromHere && isForHere) {
      deliver(signal);
    } else if (isFromHere) {
      remoteNodes.send(signal);
    } else if (isForHere) {
      remoteNodes.receive(signal);
    } else { // This node may have the address of a node that has ended.
      getContext().getLog().info("dropped a signal for {}", signal.to());
    }
  }

  private void deliver(Signal signal) {
    if (signal.to().isOfNoProcess()) {
      if (signal instanceof Signal.Print print && print.to().equals(runtime.leader())) {
        print(print);
      }
      return;
    }
    Born process = runtime.isHere(signal.to()) ? processes.get(signal.to().number()) : null;
    if (process != null) {
      process.process().tell(signal);
    } else {
      signal.noProcess().ifPresent(getContext().getSelf()::tell);
    }
  }

  private void print(Signal.Print print) {
    ActorRef<RouterCommand> self = getContext().getSelf();
    Signal.Printed printed = new Signal.Printed(print.from(), runtime.nodePid(), print.line());
    runtime.writer().print(print.from().node(), print.text(), result -> self.tell(printed));
  }

  private void onSpawnRequest(SpawnRequest request) {
    String name = request.call().function();
    Optional<KnownFunction<?, ?>> function = runtime.functions().find(name);
    if (function.isEmpty()) {
      refuse(request, Refusal.unknownFunction(runtime.node(), name, runtime.functions().names()));
    } else if (processes.size() >= runtime.settings().maxProcesses()) {
      refuse(request, Refusal.busy(runtime.node()));
    } else {
      try {
        spawn(request, function.get());
      } catch (IllegalArgumentException e) {
        refuse(request, Refusal.badArguments(runtime.node(), e.getMessage()));
      }
    }
  }

  private <A extends Record, R extends Record> void spawn(
      SpawnRequest request, KnownFunction<A, R> function) {
    A arguments = function.arguments(runtime.terms(), request.call().arguments());
    var body = FunctionBody.of(function, arguments, runtime.blocking());
    Pid linkTo = request.linked() ? request.parent() : null;
    ProcessSpec<R> spec =
        new ProcessSpec<>(function.name(), body, request.leader(), linkTo, ended -> {});
    Pid pid = runtime.newPid();
    ProcessStatus status = ProcessStatus.of(function.name(), pid);
    ActorRef<ProcessCommand> process =
        getContext()
            .spawn(
                ProcessActor.create(runtime, spec, status),
                "process-" + ++spawned,
                ProcessRuntime.APART);
    processes.put(pid.number(), new Born(pid.number(), process, status));
    if (request.linked()) {
      onSignal(new Signal.Link(request.parent(), pid)); // Before anything that the process does.
    }
    onSignal(Signal.Answer.to(request, pid, null));
  }

  private void refuse(SpawnRequest request, Refusal refusal) {
    onSignal(Signal.Answer.to(request, runtime.nodePid(), refusal));
  }

  private void onListRequest(ListRequest request) {
    List<ProcessInfo> page =
        processes.tailMap(request.after(), false).values().stream()
            .filter(process -> process.status().isListed())
            // A shell that has started anew is not listed under its earlier pid.
            .filter(process -> process.status().has(runtime.pid(process.number())))
            .limit(PAGE_SIZE)
            .map(process -> process.status().info(runtime.pid(process.number())))
            .toList();
    request.replyTo().tell(new Page(page, page.size() == PAGE_SIZE));
  }

  private void onGone(Gone gone) {
    processes.remove(gone.number());
    gone.process().tell(ProcessCommand.Forgotten.INSTANCE);
  }
}
