package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.KnownFunction;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessActor;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessStatus;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Detach;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.otp.task.TaskProtocol.Request;
import chat.moebi.otp.task.TaskProtocol.ShutDown;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskProtocol.StartChild;
import chat.moebi.otp.task.TaskProtocol.SupervisorCommand;
import chat.moebi.otp.task.TaskProtocol.TerminateChild;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import chat.moebi.otp.task.TaskSpec.Awaited;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A task supervisor: runs each function as a child actor of its own, and restarts the children
 * whose options say so.
 */
final class FunctionSupervisor extends AbstractBehavior<SupervisorCommand> {

  /** The actor of a child stops with its task. {@link Restart} decides on another start. */
  private static final SupervisorStrategy STRATEGY = SupervisorStrategy.stop();

  private record ChildEnded(long child, ExitReason reason) implements SupervisorCommand {}

  private final String name;
  private final ProcessRuntime runtime;
  private final SupervisorOptions options;
  private final RestartLimit restarts;
  private final SortedMap<Long, TaskChild> children = new TreeMap<>();
  private final Map<Awaited, Long> awaited = new HashMap<>();
  private long lastChild;

  /** Creates a supervisor of the given name. */
  static Behavior<SupervisorCommand> create(
      String name, ProcessRuntime runtime, SupervisorOptions options) {
    return Behaviors.setup(context -> new FunctionSupervisor(context, name, runtime, options));
  }

  private FunctionSupervisor(
      ActorContext<SupervisorCommand> context,
      String name,
      ProcessRuntime runtime,
      SupervisorOptions options) {
    super(context);
    this.name = name;
    this.runtime = runtime;
    this.options = options;
    this.restarts = new RestartLimit(options.maxRestarts(), options.maxTime(), System::nanoTime);
  }

  @Override
  public Receive<SupervisorCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(StartChild.class, this::onStartChild)
        .onMessage(TerminateChild.class, this::onTerminateChild)
        .onMessage(ShutDown.class, this::onShutDown)
        .onMessage(Detach.class, this::onDetach)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(ListChildren.class, this::onListChildren)
        .onMessage(ChildEnded.class, this::onChildEnded)
        .build();
  }

  private Behavior<SupervisorCommand> onStart(Start start) {
    Awaited request = new Awaited(start.replyTo(), start.request());
    start(start, start.call(), start.linkTo(), ChildOptions.DEFAULT, request)
        .ifPresent(child -> awaited.put(request, child));
    return this;
  }

  private Behavior<SupervisorCommand> onStartChild(StartChild start) {
    start(start, start.call(), null, start.options(), null)
        .map(children::get)
        .ifPresent(child -> reply(start, Outcome.of(runtime.terms().write(child.pid(runtime)))));
    return this;
  }

  private Behavior<SupervisorCommand> onTerminateChild(TerminateChild request) {
    Optional<TaskChild> child =
        children.values().stream().filter(c -> c.status().has(request.pid())).findFirst();
    if (child.isPresent()) {
      child.get().terminators().add(request);
      end(child.get(), child.get().spec().options().shutdown());
    } else {
      reply(request, Outcome.of(Refusal.noProcess(request.pid())));
    }
    return this;
  }

  private Behavior<SupervisorCommand> onShutDown(ShutDown request) {
    awaitedBy(request)
        .ifPresent(
            child -> {
              child.detach();
              end(child, request.shutdown());
            });
    return this;
  }

  private Behavior<SupervisorCommand> onDetach(Detach request) {
    awaitedBy(request).ifPresent(TaskChild::detach);
    return this;
  }

  private Behavior<SupervisorCommand> onAudit(Audit audit) {
    Set<Long> known = new HashSet<>();
    children.values().forEach(child -> child.addRequestsOf(audit.owner(), known));
    List<Long> unknown = audit.requests().stream().filter(r -> !known.contains(r)).toList();
    if (!unknown.isEmpty()) {
      audit.replyTo().tell(new Unknown(unknown));
    }
    return this;
  }

  private Behavior<SupervisorCommand> onListChildren(ListChildren request) {
    List<ProcessInfo> all = children.values().stream().map(child -> child.info(runtime)).toList();
    request.replyTo().tell(Page.of(all, request.after()));
    return this;
  }

  private Behavior<SupervisorCommand> onChildEnded(ChildEnded ended) {
    TaskChild child = children.remove(ended.child());
    if (child == null) {
      return this; // The task told its end before; now its actor has stopped.
    }
    TaskSpec<?> spec = child.spec();
    awaited.remove(spec.awaited());
    child.terminators().forEach(t -> reply(t, Outcome.of(runtime.terms().write(None.NONE))));
    if (!child.terminators().isEmpty() || !spec.options().restart().isDueAfter(ended.reason())) {
      return this;
    }
    if (restarts.allows()) {
      spawn(spec);
    } else {
      startAnew();
    }
    return this;
  }

  /** Starts a child and returns its number, or refuses the request. */
  private Optional<Long> start(
      Request request, Invocation call, Pid linkTo, ChildOptions with, Awaited by) {
    Optional<KnownFunction<?, ?>> function = runtime.functions().find(call.function());
    Refusal refusal;
    if (function.isEmpty()) {
      refusal =
          Refusal.unknownFunction(runtime.node(), call.function(), runtime.functions().names());
    } else if (children.size() >= options.maxChildren()) {
      refusal = Refusal.maxChildren(runtime.node(), name, options.maxChildren());
    } else {
      try {
        return Optional.of(spawn(TaskSpec.of(function.get(), call, runtime, linkTo, with, by)));
      } catch (IllegalArgumentException e) {
        refusal = Refusal.badArguments(runtime.node(), e.getMessage());
      }
    }
    reply(request, Outcome.of(refusal));
    return Optional.empty();
  }

  private long spawn(TaskSpec<?> spec) {
    long number = ++lastChild;
    ActorRef<SupervisorCommand> self = getContext().getSelf();
    ProcessStatus status = ProcessStatus.ofTask(spec.function());
    Behavior<ProcessCommand> task =
        ProcessActor.create(
            runtime,
            spec.process(runtime, reason -> self.tell(new ChildEnded(number, reason))),
            status);
    ActorRef<ProcessCommand> process =
        getContext()
            .spawn(
                Behaviors.supervise(task).onFailure(STRATEGY),
                "task-" + number,
                ProcessRuntime.APART);
    getContext().watchWith(process, new ChildEnded(number, ExitReason.KILLED));
    children.put(number, new TaskChild(process, status, spec));
    return number;
  }

  private void end(TaskChild child, Shutdown shutdown) {
    // The supervisor is no process, so the pid of its node stands for it.
    child.end(shutdown, runtime.nodePid(), getContext());
  }

  // In the same actor: no request is lost meanwhile, and each child ends as its options say. A
  // child
  // that stopped with its supervisor could not even notify its monitors.
  private void startAnew() {
    getContext()
        .getLog()
        .error("the task supervisor {} had to restart its tasks too often; it starts anew", name);
    restarts.reset();
    children.replaceAll((number, child) -> child.temporary());
    children.values().forEach(child -> end(child, child.spec().options().shutdown()));
  }

  /** Returns the child whose end is the reply to an earlier request, unless it has ended. */
  private Optional<TaskChild> awaitedBy(Request request) {
    return Optional.ofNullable(awaited.get(new Awaited(request.replyTo(), request.request())))
        .map(children::get);
  }

  private void reply(Request request, Outcome outcome) {
    request.replyTo().tell(new Reply(request.request(), outcome));
  }
}
