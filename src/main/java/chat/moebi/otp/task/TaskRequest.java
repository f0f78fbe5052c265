package chat.moebi.otp.task;

import chat.moebi.cluster.ActorFinder.Found;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Invocation;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.Detach;
import chat.moebi.otp.task.TaskProtocol.ShutDown;
import chat.moebi.otp.task.TaskProtocol.Start;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The request of a program that started a task: its result, and the way to its supervisor.
 * Thread-safe.
 *
 * @param <R> what the function of the task returns
 */
final class TaskRequest<R> {

  private final TaskClient client;
  private final NodeName node;
  private final String supervisor;
  private final long number;
  private final Class<R> type;

  // The supervisors of that start of the node, whether or not they can be reached at the moment.
  private final Optional<Found<Command>> found;
  private final CompletableFuture<Outcome> outcome;

  /**
   * Starts a task.
   *
   * @param linkTo the process that the task is linked to; null for none
   */
  static <R> TaskRequest<R> start(
      TaskClient client, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    return new TaskRequest<>(client, node, supervisor, call, linkTo);
  }

  private TaskRequest(
      TaskClient client, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    this.client = client;
    this.node = node;
    this.supervisor = supervisor;
    this.number = RequestIds.next();
    this.type = call.result();
    Invocation invocation = call.written(client.terms());
    this.found = client.find(node);
    this.outcome =
        client.request(
            node,
            found,
            supervisor,
            number,
            invocation.arguments().cbor().length,
            replyTo -> new Start(supervisor, number, invocation, linkTo, replyTo));
  }

  /** Returns the node that the task runs on. */
  NodeName node() {
    return node;
  }

  /** Whether the task has ended. */
  boolean hasEnded() {
    return outcome.isDone();
  }

  /** Returns the end of the task, if it has ended. */
  Optional<TaskResult<R>> resultNow() {
    return Optional.ofNullable(outcome.getNow(null)).map(this::read);
  }

  /** Waits for the end of the task, and returns it; nothing if the task does not end in time. */
  Optional<TaskResult<R>> result(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(read(outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // The owner never completes it so.
    }
  }

  /** Waits for the end of the task as long as it takes, and returns it. */
  TaskResult<R> result() throws InterruptedException {
    try {
      return read(outcome.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // The owner never completes it so.
    }
  }

  /** Completes with the end of the task, in the thread of the owner. */
  CompletableFuture<TaskResult<R>> completion() {
    return outcome.thenApply(this::read);
  }

  /** Unlinks and ends the task. */
  void shutDown(Shutdown shutdown) {
    client.tell(found, replyTo -> new ShutDown(supervisor, number, shutdown, replyTo));
  }

  /** Unlinks the task and drops its result. */
  void detach() {
    client.forget(number);
    client.tell(found, replyTo -> new Detach(supervisor, number, replyTo));
  }

  private TaskResult<R> read(Outcome of) {
    return TaskResult.of(of, type, client.terms());
  }
}
