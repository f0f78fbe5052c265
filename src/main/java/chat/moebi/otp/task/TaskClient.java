package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskOwner.Ask;
import chat.moebi.otp.task.TaskOwner.Forget;
import chat.moebi.otp.task.TaskOwner.Tell;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskSupervisors.StartSupervisor;
import chat.moebi.otp.task.TaskSupervisors.Started;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Sends the requests of a program to the task supervisors of any node. Thread-safe. */
final class TaskClient {

  private final ActorSystem<?> system;
  private final ProcessRuntime runtime;
  private final ShellProcess own;
  private final Duration timeout;
  private final UnaryOperator<NodeName> where;
  private final ActorRef<Command> supervisors;
  private final ActorRef<TaskOwner.Command> owner;
  private volatile boolean hasEnded;

  /**
   * Creates the client of a node's program.
   *
   * @param own the program's own process
   * @param timeout how long another node may take to answer a question
   * @param where returns the node on which a task runs that is meant for the given node
   * @param supervisors this node's supervisors
   * @param owner waits for the replies
   */
  TaskClient(
      ActorSystem<?> system,
      ProcessRuntime runtime,
      ShellProcess own,
      Duration timeout,
      UnaryOperator<NodeName> where,
      ActorRef<Command> supervisors,
      ActorRef<TaskOwner.Command> owner) {
    this.system = system;
    this.runtime = runtime;
    this.own = own;
    this.timeout = timeout;
    this.where = where;
    this.supervisors = supervisors;
    this.owner = owner;
  }

  /** Returns the name of this node. */
  NodeName node() {
    return runtime.node();
  }

  /** Returns the pid of the program's own process. */
  Pid own() {
    return own.pid();
  }

  /** Returns the reader and writer of values that cross nodes. */
  Terms terms() {
    return runtime.terms();
  }

  /** Ends: requests from now on are refused, since nothing would answer them. */
  void end() {
    hasEnded = true;
  }

  /** Finds the supervisors of a node, unless there is no connection to it. */
  Optional<Found<Command>> find(NodeName node) {
    NodeName there = where.apply(node);
    // The view does not name this node before the node is ready.
    return there.equals(runtime.node())
        ? Optional.of(new Found<>(supervisors, runtime.incarnation()))
        : runtime.actors().find(there, TaskSupervisors.PATH);
  }

  /**
   * Sends a request to a supervisor, and completes with the reply.
   *
   * @param found the supervisors of that node
   * @param request the number of the request
   * @param bytes the size of its arguments
   * @param message the request, given the actor to reply to
   */
  CompletableFuture<Outcome> request(
      NodeName node,
      Optional<Found<Command>> found,
      String supervisor,
      long request,
      int bytes,
      Function<ActorRef<Reply>, Command> message) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Outcome noConnection = Outcome.of(Refusal.noConnection(node));
    if (found.isEmpty() || hasEnded) {
      outcome.complete(noConnection);
      return outcome;
    }
    owner.tell(
        new Ask(
            request,
            supervisor,
            where.apply(node),
            found.get().incarnation(),
            found.get().actor(),
            bytes,
            message,
            outcome));
    if (hasEnded) { // Just now, so the owner may have stopped before it got the message.
      outcome.complete(noConnection);
    }
    return outcome;
  }

  /** Sends a message that concerns an earlier request and has no reply of its own. */
  void tell(Optional<Found<Command>> found, Function<ActorRef<Reply>, Command> message) {
    found.ifPresent(there -> owner.tell(new Tell(there.actor(), message)));
  }

  /** Waits no longer for the reply to a request. */
  void forget(long request) {
    owner.tell(new Forget(request));
  }

  /**
   * Finds the supervisors of a node, and asks them one or more questions. Completes with nothing if
   * there is no connection to the node, or all the answers together take too long.
   */
  <A> CompletableFuture<Optional<A>> query(
      NodeName node, Function<ActorRef<Command>, CompletionStage<Optional<A>>> questions) {
    return find(node)
        .map(found -> questions.apply(found.actor()).toCompletableFuture())
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
        // If the node ends meanwhile, the timeout of the ask ends with it.
        .completeOnTimeout(
            Optional.empty(), timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks the supervisors of a node; completes with nothing if they do not answer in time. */
  <A> CompletionStage<Optional<A>> ask(
      ActorRef<Command> there, Function<ActorRef<A>, Command> question) {
    return AskPattern.ask(there, question::apply, timeout, system.scheduler())
        .handleAsync((answer, failure) -> Optional.ofNullable(answer), system.executionContext());
  }

  /** Starts a supervisor on this node, unless there is one of that name. */
  CompletionStage<Started> startSupervisor(String name, SupervisorOptions options) {
    return AskPattern.ask(
        supervisors,
        (ActorRef<Started> replyTo) -> new StartSupervisor(name, options, replyTo),
        timeout,
        system.scheduler());
  }
}
