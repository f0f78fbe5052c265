package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import chat.moebi.node.ActorFinder.Found;
import chat.moebi.node.NodeName;
import chat.moebi.node.Supervision;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskOwner.Ask;
import chat.moebi.otp.task.TaskSupervisor.StartResult;
import chat.moebi.otp.task.TaskSupervisors.Command;
import chat.moebi.otp.task.TaskSupervisors.Detach;
import chat.moebi.otp.task.TaskSupervisors.ListChildren;
import chat.moebi.otp.task.TaskSupervisors.ListSupervisors;
import chat.moebi.otp.task.TaskSupervisors.Names;
import chat.moebi.otp.task.TaskSupervisors.Page;
import chat.moebi.otp.task.TaskSupervisors.ShutDown;
import chat.moebi.otp.task.TaskSupervisors.Start;
import chat.moebi.otp.task.TaskSupervisors.StartChild;
import chat.moebi.otp.task.TaskSupervisors.StartSupervisor;
import chat.moebi.otp.task.TaskSupervisors.Started;
import chat.moebi.otp.task.TaskSupervisors.TerminateChild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Runs tasks for a program on its node and on others. Thread-safe. */
public final class Tasks {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final ActorSystem<?> system;
  private final ProcessRuntime host;
  private final ShellProcess own;
  private final Duration timeout;
  private final UnaryOperator<NodeName> where;
  private final ActorRef<Command> supervisors;
  private final ActorRef<TaskOwner.Command> owner;
  private volatile boolean hasEnded;

  /**
   * Starts what tasks need under the user guardian: this node's supervisors, and the owner of its
   * program's tasks.
   *
   * @param own is linked to the tasks that are to be
   * @param timeout how long it waits for the answer of another node
   * @param where says on which node a task runs that is meant for one: that, unless in a test
   */
  public static Tasks start(
      ActorContext<?> guardian,
      ProcessRuntime host,
      ShellProcess own,
      TaskSettings settings,
      Duration timeout,
      UnaryOperator<NodeName> where) {
    return new Tasks(guardian, host, own, settings, timeout, where);
  }

  private Tasks(
      ActorContext<?> guardian,
      ProcessRuntime host,
      ShellProcess own,
      TaskSettings settings,
      Duration timeout,
      UnaryOperator<NodeName> where) {
    this.system = guardian.getSystem();
    this.host = host;
    this.own = own;
    this.timeout = timeout;
    this.where = where;
    SupervisorOptions options = SupervisorOptions.DEFAULT.maxChildren(settings.maxChildren());
    this.supervisors =
        // Its supervisors would end with it.
        Supervision.resuming(
            guardian, TaskSupervisors.create(host, options), TaskSupervisors.ACTOR);
    this.owner =
        Supervision.restarting(guardian, TaskOwner.create(host, settings), TaskOwner.ACTOR);
  }

  /** Returns this node's supervisors. */
  public ActorRef<Command> supervisors() {
    return supervisors;
  }

  /** Returns a node's supervisor of that name. */
  public TaskSupervisor supervisor(NodeName node, String name) {
    return new TaskSupervisor(this, node, name);
  }

  /** Returns the supervisor that every node has. */
  public TaskSupervisor supervisor(NodeName node) {
    return supervisor(node, TaskSupervisors.ACTOR);
  }

  /**
   * Starts a supervisor on this node.
   *
   * @return fails with an {@link IllegalStateException} if there is one of that name
   * @throws IllegalArgumentException if it cannot have that name
   */
  public CompletionStage<TaskSupervisor> startSupervisor(String name, SupervisorOptions options) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a supervisor's name; write 1 to 63 letters, digits, _ and -");
    }
    return AskPattern.ask(
            supervisors,
            (ActorRef<Started> replyTo) -> new StartSupervisor(name, options, replyTo),
            timeout,
            system.scheduler())
        .thenApplyAsync(
            started -> {
              if (!started.isNew()) {
                throw new IllegalStateException("there is a task supervisor " + name + " already");
              }
              return supervisor(host.node(), name);
            },
            system.executionContext());
  }

  /**
   * Returns the names of a node's supervisors: those of functions, and the one of its messages.
   *
   * @return nothing if there is no connection to the node, or it does not answer in time
   */
  public CompletionStage<Optional<List<String>>> supervisorsOf(NodeName node) {
    Optional<Found<Command>> found = find(node);
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return AskPattern.ask(
            found.get().actor(),
            (ActorRef<Names> replyTo) -> new ListSupervisors(replyTo),
            timeout,
            system.scheduler())
        .handleAsync(
            (names, failure) -> Optional.ofNullable(names).map(Names::names),
            system.executionContext())
        .toCompletableFuture()
        .completeOnTimeout(Optional.empty(), giveUpMillis(), TimeUnit.MILLISECONDS);
  }

  /** Says that the node has ended: nobody would answer any more. */
  public void nodeHasEnded() {
    hasEnded = true;
  }

  <R> Task<R> start(TaskSupervisor of, Call<R> call, boolean linked) {
    Invocation invocation = call.written(host.terms());
    Pid linkTo = linked ? own.pid() : null;
    long request = Requests.next();
    Optional<Found<Command>> found = find(of.node());
    CompletableFuture<Outcome> outcome =
        ask(
            of,
            found,
            request,
            invocation.arguments().cbor().length,
            replyTo -> new Start(of.name(), request, invocation, linkTo, replyTo));
    return new Task<>(
        of.node(), request, call.result(), host.terms(), supervision(of, found), outcome);
  }

  CompletionStage<StartResult> startChild(TaskSupervisor of, Call<?> call, ChildOptions options) {
    Invocation invocation = call.written(host.terms());
    CompletableFuture<StartResult> result = new CompletableFuture<>();
    long request = Requests.next();
    int bytes = invocation.arguments().cbor().length;
    ask(
            of,
            find(of.node()),
            request,
            bytes,
            to -> new StartChild(of.name(), request, invocation, options, to))
        .thenAccept(outcome -> result.complete(startResult(of, outcome)));
    return result;
  }

  CompletionStage<Boolean> terminateChild(TaskSupervisor of, Pid pid) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    long request = Requests.next();
    ask(of, find(of.node()), request, 0, to -> new TerminateChild(of.name(), request, pid, to))
        .thenAccept(
            outcome -> {
              if (outcome.result() == null && !isUnknown(outcome)) {
                TaskResult<Term> why = TaskResult.of(outcome, Term.class, host.terms());
                result.completeExceptionally(new TaskFailedException(of.node(), why));
              }
              result.complete(outcome.result() != null);
            });
    return result;
  }

  CompletionStage<Optional<List<ProcessInfo>>> children(TaskSupervisor of) {
    return find(of.node())
        .map(found -> children(found.actor(), of.name(), List.of()).toCompletableFuture())
        .map(
            found ->
                found.completeOnTimeout(Optional.empty(), giveUpMillis(), TimeUnit.MILLISECONDS))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private CompletionStage<Optional<List<ProcessInfo>>> children(
      ActorRef<Command> there, String name, List<ProcessInfo> known) {
    return AskPattern.ask(
            there,
            (ActorRef<Page> replyTo) -> new ListChildren(name, known.size(), replyTo),
            timeout,
            system.scheduler())
        .handleAsync((page, failure) -> page, system.executionContext())
        .thenComposeAsync(
            page -> {
              if (page == null || !page.isThere()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              List<ProcessInfo> all = new ArrayList<>(known);
              all.addAll(page.children());
              return page.hasMore()
                  ? children(there, name, all)
                  : CompletableFuture.completedFuture(Optional.of(all));
            },
            system.executionContext());
  }

  private CompletableFuture<Outcome> ask(
      TaskSupervisor of,
      Optional<Found<Command>> found,
      long request,
      int bytes,
      Function<ActorRef<Reply>, Command> message) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    if (found.isEmpty() || hasEnded) {
      outcome.complete(Outcome.of(Refusal.noConnection(of.node())));
      return outcome;
    }
    NodeName node = where.apply(of.node());
    owner.tell(
        new Ask(
            request,
            of.name(),
            node,
            found.get().incarnation(),
            found.get().actor(),
            bytes,
            message,
            outcome));
    if (hasEnded) { // Just now: the owner may be gone.
      outcome.complete(Outcome.of(Refusal.noConnection(of.node())));
    }
    return outcome;
  }

  // Should the node end meanwhile, the timeouts of its asks end with it.
  private long giveUpMillis() {
    return timeout.multipliedBy(2).toMillis();
  }

  private static boolean isUnknown(Outcome outcome) {
    return outcome.refusal() != null && outcome.refusal().kind() == Refusal.Kind.NO_PROCESS;
  }

  private StartResult startResult(TaskSupervisor of, Outcome outcome) {
    if (outcome.result() != null) {
      return new StartResult(host.terms().read(outcome.result(), Pid.class), null);
    } else if (outcome.refusal() != null) {
      return new StartResult(null, outcome.refusal());
    }
    return new StartResult(null, Refusal.noConnection(of.node()));
  }

  // Of that start of its node, reachable at the moment or not.
  private Task.Supervision supervision(TaskSupervisor of, Optional<Found<Command>> found) {
    return new Task.Supervision() {
      @Override
      public void shutDown(long request, Shutdown shutdown) {
        tell(found, replyTo -> new ShutDown(of.name(), request, shutdown, replyTo));
      }

      @Override
      public void detach(long request) {
        owner.tell(new TaskOwner.Forget(request));
        tell(found, replyTo -> new Detach(of.name(), request, replyTo));
      }
    };
  }

  private void tell(Optional<Found<Command>> found, Function<ActorRef<Reply>, Command> message) {
    found.ifPresent(there -> owner.tell(new TaskOwner.Tell(there.actor(), message)));
  }

  // This node's own without a look at the view, which does not name it before it is ready.
  private Optional<Found<Command>> find(NodeName node) {
    NodeName there = where.apply(node);
    return there.equals(host.node())
        ? Optional.of(new Found<>(supervisors, host.incarnation()))
        : host.actors().find(there, TaskSupervisors.ACTOR);
  }
}
