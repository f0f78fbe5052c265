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
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessStatus;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.task.TaskProtocol.Audit;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.GiveUp;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.Request;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskProtocol.StartChild;
import chat.moebi.otp.task.TaskProtocol.TerminateChild;
import chat.moebi.otp.task.TaskProtocol.Unknown;
import chat.moebi.otp.task.TaskSpec.Awaited;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A task supervisor: runs each function as a child actor of its own, and restarts the children
 * whose options say so.
 */
final class FunctionSupervisor extends AbstractBehavior<Command> {

  /** The actor of a child stops with its task. {@link Restart} decides on another start. */
  private static final SupervisorStrategy STRATEGY = SupervisorStrategy.stop();

  private record ChildEnded(long child, ExitReason reason) implements Command {}

  private final String name;
  private final ProcessRuntime runtime;
  private final SupervisorOptions options;
  private final RestartLimit restarts;
  private final SortedMap<Long, TaskChild> children = new TreeMap<>();

  /** The requests whose reply is the end of a child. */
  private final Map<Awaited, TaskChild> open = new HashMap<>();

  private long lastChild;

  /** Children up to this one are not restarted any more. */
  private long lastWithoutRestart;

  static Behavior<Command> create(String name, ProcessRuntime runtime, SupervisorOptions options) {
    return Behaviors.setup(context -> new FunctionSupervisor(context, name, runtime, options));
  }

  private FunctionSupervisor(
      ActorContext<Command> context,
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
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(StartChild.class, this::onStartChild)
        .onMessage(TerminateChild.class, this::onTerminateChild)
        .onMessage(GiveUp.class, this::onGiveUp)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(ListChildren.class, this::onListChildren)
        .onMessage(ChildEnded.class, this::onChildEnded)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    Awaited request = Awaited.of(start);
    start(start, start.call(), start.linkTo(), ChildOptions.DEFAULT, request)
        .ifPresent(child -> open.put(request, child));
    return this;
  }

  private Behavior<Command> onStartChild(StartChild start) {
    start(start, start.call(), null, start.options(), null)
        .map(child -> runtime.terms().write(child.pid(runtime)))
        .ifPresent(pid -> start.reply(Outcome.of(pid)));
    return this;
  }

  private Behavior<Command> onTerminateChild(TerminateChild request) {
    children.values().stream()
        .filter(child -> child.status().has(request.pid()))
        .findFirst()
        .ifPresentOrElse(
            child -> {
              child.terminators().add(request);
              open.put(Awaited.of(request), child);
              end(child, child.spec().options().shutdown());
            },
            () -> request.reply(Outcome.of(Refusal.noProcess(request.pid()))));
    return this;
  }

  private Behavior<Command> onGiveUp(GiveUp request) {
    TaskChild child = open.get(Awaited.of(request));
    if (child != null) {
      child.detach();
      if (request.shutdown() != null) {
        end(child, request.shutdown());
      }
    }
    return this;
  }

  private Behavior<Command> onAudit(Audit audit) {
    List<Long> unknown =
        audit.requests().stream()
            .filter(request -> !open.containsKey(new Awaited(audit.owner(), request)))
            .toList();
    if (!unknown.isEmpty()) {
      audit.replyTo().tell(new Unknown(unknown));
    }
    return this;
  }

  private Behavior<Command> onListChildren(ListChildren request) {
    request.answer(
        children.values().stream().map(child -> child.status().info(child.pid(runtime))).toList());
    return this;
  }

  private Behavior<Command> onChildEnded(ChildEnded ended) {
    TaskChild child = children.remove(ended.child());
    if (child == null) {
      return this; // The task has reported its end before; now its actor has stopped.
    }
    TaskSpec<?> spec = child.spec();
    open.remove(spec.awaited());
    for (TerminateChild terminator : child.terminators()) {
      open.remove(Awaited.of(terminator));
      terminator.reply(Outcome.of(runtime.terms().write(None.NONE)));
    }
    if (ended.child() <= lastWithoutRestart
        || !child.terminators().isEmpty()
        || !spec.options().restart().isDueAfter(ended.reason())) {
      return this;
    }
    if (restarts.allows()) {
      spawn(spec);
    } else {
      startAnew();
    }
    return this;
  }

  /** Starts a child, or refuses the request. */
  private Optional<TaskChild> start(
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
    request.reply(Outcome.of(refusal));
    return Optional.empty();
  }

  private TaskChild spawn(TaskSpec<?> spec) {
    long number = ++lastChild;
    ActorRef<Command> self = getContext().getSelf();
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
    TaskChild child = new TaskChild(process, status, spec);
    children.put(number, child);
    return child;
  }

  private void end(TaskChild child, Shutdown shutdown) {
    // The supervisor is no process, so the pid of its node stands for it.
    child.end(shutdown, runtime.nodePid(), getContext());
  }

  // In the same actor: no request is lost meanwhile, and each child ends as its options say. A
  // child that stopped with its supervisor could not even notify its monitors.
  private void startAnew() {
    getContext()
        .getLog()
        .error("the task supervisor {} had to restart its tasks too often; it starts anew", name);
    restarts.reset();
    lastWithoutRestart = lastChild;
    children.values().forEach(child -> end(child, child.spec().options().shutdown()));
  }
}
