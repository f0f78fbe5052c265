package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.ProcessCommand;
import chat.moebi.otp.process.ProcessRuntime;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.Reply;
import chat.moebi.otp.process.ShellProcess;
import chat.moebi.otp.task.TaskOwner.Ask;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Sends the requests of a program to the task supervisors of any node. Thread-safe.
 *
 * @param own the program's own process
 * @param timeout how long another node may take to answer a question
 * @param isLocal a task for any node runs on this one
 * @param supervisors this node's {@link TaskSupervisors}
 * @param owner the {@link TaskOwner}
 * @param hasEnded requests are refused, since nothing would answer them
 */
record TaskClient(
    ActorSystem<?> system,
    ProcessRuntime runtime,
    ShellProcess own,
    Duration timeout,
    boolean isLocal,
    ActorRef<Command> supervisors,
    ActorRef<ProcessCommand> owner,
    AtomicBoolean hasEnded) {

  Terms terms() {
    return runtime.terms();
  }

  /** Returns the actor that the replies to requests have to be sent to. */
  ActorRef<Reply> replies() {
    return owner.narrow();
  }

  /** Sends a request to a supervisor of a node, and completes with the reply. */
  CompletableFuture<Outcome> request(NodeName node, Request request) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Optional<Found<Command>> found = find(node);
    found.ifPresent(there -> owner.tell(new Ask(request, where(node), there, outcome)));
    if (found.isEmpty() || hasEnded.get()) { // The owner may have stopped before it got the Ask.
      outcome.complete(Outcome.of(Refusal.noConnection(node)));
    }
    return outcome;
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

  /** Finds the supervisors of a node, unless there is no connection to it. */
  private Optional<Found<Command>> find(NodeName node) {
    // The view does not name this node before the node is ready.
    return where(node).equals(runtime.node())
        ? Optional.of(new Found<>(supervisors, runtime.incarnation()))
        : runtime.actors().find(node, TaskSupervisors.PATH);
  }

  /** Returns the node on which a task runs that is meant for the given node. */
  private NodeName where(NodeName node) {
    return isLocal ? runtime.node() : node;
  }
}
