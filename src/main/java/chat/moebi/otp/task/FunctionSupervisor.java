package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.KnownFunction;
import chat.moebi.otp.function.None;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.ExitReason.Kind;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessActor;
import chat.moebi.otp.process.ProcessActor.Stop;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.ProcessSpec;
import chat.moebi.otp.process.ProcessSpec.Ended;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.task.TaskSupervisors.Audit;
import chat.moebi.otp.task.TaskSupervisors.Detach;
import chat.moebi.otp.task.TaskSupervisors.ListChildren;
import chat.moebi.otp.task.TaskSupervisors.Request;
import chat.moebi.otp.task.TaskSupervisors.ShutDown;
import chat.moebi.otp.task.TaskSupervisors.Start;
import chat.moebi.otp.task.TaskSupervisors.StartChild;
import chat.moebi.otp.task.TaskSupervisors.TerminateChild;
import chat.moebi.otp.task.TaskSupervisors.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Is a task supervisor: runs functions as its children, and restarts those that are to be. */
final class FunctionSupervisor extends AbstractBehavior<FunctionSupervisor.Command> {

  /** What it takes. */
  sealed interface Command permits Request, Audit, ListChildren, ChildEnded, Kill {}

  private record ChildEnded(long child, ExitReason reason) implements Command {}

  private record Kill(long child) implements Command {}

  /** Knows a task by who has started it and how that one numbers it. */
  private record Started(ActorRef<Reply> by, long request) {}

  /** Is what is to be known of a child, beside its process. */
  private static final class Child {
    final ProcessSpec<?> spec;
    final ChildOptions options;
    final Started started;
    final List<TerminateChild> terminators = new ArrayList<>(0);

    /** Its supervisor has ended, as far as others can tell. */
    boolean isOrphan;

    Child(ProcessSpec<?> spec, ChildOptions options, Started started) {
      this.spec = spec;
      this.options = options;
      this.started = started;
    }
  }

  private final String name;
  private final ProcessRuntime host;
  private final SupervisorOptions options;
  private final TaskChildren<Command> tasks;
  private final Map<Long, Child> children = new HashMap<>();
  private final Map<Started, Long> numbers = new HashMap<>();
  private final Deque<Long> restarts = new ArrayDeque<>();
  private final Pid self;

  /** Creates a supervisor of that name. */
  static Behavior<Command> create(String name, ProcessRuntime host, SupervisorOptions options) {
    return Behaviors.setup(context -> new FunctionSupervisor(context, name, host, options));
  }

  private FunctionSupervisor(
      ActorContext<Command> context, String name, ProcessRuntime host, SupervisorOptions options) {
    super(context);
    context.setLoggerName(FunctionSupervisor.class);
    this.name = name;
    this.host = host;
    this.options = options;
    this.tasks =
        new TaskChildren<>(
            context, host, options.maxChildren(), ProcessRuntime.APART, ChildEnded::new);
    this.self = host.nodePid(); // It is no process: the node stands for it.
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(StartChild.class, this::onStartChild)
        .onMessage(TerminateChild.class, this::onTerminateChild)
        .onMessage(ShutDown.class, this::onShutDown)
        .onMessage(Detach.class, this::onDetach)
        .onMessage(Audit.class, this::onAudit)
        .onMessage(ListChildren.class, this::onListChildren)
        .onMessage(ChildEnded.class, this::onChildEnded)
        .onMessage(Kill.class, this::onKill)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    Started started = new Started(start.replyTo(), start.request());
    Consumer<Outcome> tell = outcome -> start.replyTo().tell(new Reply(start.request(), outcome));
    start(start, start.call(), start.linkTo(), ChildOptions.DEFAULT, started, tell)
        .ifPresent(child -> numbers.put(started, child));
    return this;
  }

  private Behavior<Command> onStartChild(StartChild start) {
    start(start, start.call(), null, start.options(), null, outcome -> {})
        .ifPresent(child -> reply(start, Outcome.of(host.terms().write(tasks.pid(child)))));
    return this;
  }

  private Behavior<Command> onTerminateChild(TerminateChild request) {
    OptionalLong child = tasks.find(request.pid());
    if (child.isEmpty()) {
      reply(request, Outcome.of(Refusal.noProcess(request.pid())));
      return this;
    }
    Child known = children.get(child.getAsLong());
    known.terminators.add(request);
    end(child.getAsLong(), known.options.shutdown());
    return this;
  }

  private Behavior<Command> onShutDown(ShutDown request) {
    Long child = numbers.get(new Started(request.replyTo(), request.request()));
    if (child != null) { // Else it has ended already, which its owner was told.
      detach(child);
      end(child, request.shutdown());
    }
    return this;
  }

  private Behavior<Command> onDetach(Detach request) {
    Long child = numbers.get(new Started(request.replyTo(), request.request()));
    if (child != null) {
      detach(child);
    }
    return this;
  }

  private Behavior<Command> onAudit(Audit audit) {
    Set<Long> known = new HashSet<>();
    for (Child child : children.values()) {
      if (child.started != null && child.started.by().equals(audit.owner())) {
        known.add(child.started.request());
      }
      child.terminators.stream()
          .filter(t -> t.replyTo().equals(audit.owner()))
          .forEach(t -> known.add(t.request()));
    }
    List<Long> unknown = audit.requests().stream().filter(r -> !known.contains(r)).toList();
    if (!unknown.isEmpty()) {
      audit.replyTo().tell(new Unknown(new ArrayList<>(unknown)));
    }
    return this;
  }

  private Behavior<Command> onListChildren(ListChildren request) {
    request.answer(tasks.list());
    return this;
  }

  private Behavior<Command> onChildEnded(ChildEnded ended) {
    tasks.remove(ended.child());
    Child child = children.remove(ended.child());
    if (child.started != null) {
      numbers.remove(child.started);
    }
    child.terminators.forEach(t -> reply(t, Outcome.of(host.terms().write(None.NONE))));
    if (!child.terminators.isEmpty()
        || child.isOrphan
        || !isToRestart(child.options.restart(), ended.reason())) {
      return this;
    }
    if (isTooOften()) {
      startAnew();
    } else {
      children.put(tasks.start(child.spec), child);
    }
    return this;
  }

  private Behavior<Command> onKill(Kill kill) {
    tasks.process(kill.child()).ifPresent(task -> task.tell(new Stop(self, ExitReason.KILL)));
    return this;
  }

  // In the same actor, so that nothing that is asked of it is lost in between, and its children end
  // as their options say; stopped, they would not even tell their pids' monitors.
  private void startAnew() {
    getContext()
        .getLog()
        .error("the task supervisor {} had to restart its tasks too often; it starts anew", name);
    restarts.clear();
    children.forEach(
        (number, child) -> {
          child.isOrphan = true;
          end(number, child.options.shutdown());
        });
  }

  /** Starts a child, or refuses to. */
  private Optional<Long> start(
      Request request,
      Invocation call,
      Pid linkTo,
      ChildOptions with,
      Started started,
      Consumer<Outcome> onEnd) {
    Optional<KnownFunction<?, ?>> function = host.functions().find(call.function());
    Refusal refusal;
    if (function.isEmpty()) {
      refusal = Refusal.unknownFunction(host.node(), call.function(), host.functions().names());
    } else if (tasks.isFull(0)) {
      refusal = Refusal.maxChildren(host.node(), name, options.maxChildren());
    } else {
      try {
        ProcessSpec<?> spec = spec(function.get(), call, linkTo, onEnd);
        Child child = new Child(spec, with, started);
        long number = tasks.start(spec);
        children.put(number, child);
        return Optional.of(number);
      } catch (IllegalArgumentException e) {
        refusal = Refusal.badArguments(host.node(), e.getMessage());
      }
    }
    reply(request, Outcome.of(refusal));
    return Optional.empty();
  }

  private <A extends Record, R extends Record> ProcessSpec<R> spec(
      KnownFunction<A, R> function, Invocation call, Pid linkTo, Consumer<Outcome> onEnd) {
    A arguments = function.arguments(host.terms(), call.arguments());
    return new ProcessSpec<>(
        function.name(),
        ProcessSpec.body(function, arguments, host),
        host.leader(),
        linkTo,
        ended -> onEnd.accept(outcome(ended)));
  }

  private <R> Outcome outcome(Ended<R> ended) {
    if (ended.reason().kind() != Kind.NORMAL || ended.result() == null) {
      return Outcome.of(ended.reason());
    }
    try {
      return Outcome.of(host.terms().write(ended.result()));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return Outcome.of(ExitReason.error(e)); // The result is too long, or its class is broken.
    }
  }

  private void detach(long child) {
    Pid owner = children.get(child).spec.linkTo();
    if (owner != null) {
      tasks.process(child).ifPresent(task -> task.tell(new ProcessActor.Detach(owner)));
    }
  }

  private void end(long child, Shutdown shutdown) {
    if (shutdown.isBrutal()) {
      onKill(new Kill(child));
      return;
    }
    tasks.process(child).ifPresent(task -> task.tell(new Stop(self, ExitReason.SHUTDOWN)));
    if (shutdown.isLimited()) {
      getContext().scheduleOnce(shutdown.time(), getContext().getSelf(), new Kill(child));
    }
  }

  private static boolean isToRestart(Restart restart, ExitReason reason) {
    return switch (restart) {
      case TEMPORARY -> false;
      case TRANSIENT -> !reason.isOrderly();
      case PERMANENT -> true;
    };
  }

  /** Notes one more restart; tells whether it is one too many in the time that counts. */
  private boolean isTooOften() {
    long now = System.nanoTime();
    restarts.addLast(now);
    while (now - restarts.peekFirst() > options.maxTime().toNanos()) {
      restarts.removeFirst();
    }
    return restarts.size() > options.maxRestarts();
  }

  private void reply(Request request, Outcome outcome) {
    request.replyTo().tell(new Reply(request.request(), outcome));
  }
}
