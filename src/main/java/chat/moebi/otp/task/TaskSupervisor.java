package chat.moebi.otp.task;

import akka.actor.typed.ActorRef;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Term;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.process.ProcessInfo;
import chat.moebi.otp.process.Refusal;
import chat.moebi.otp.process.SpawnResult;
import chat.moebi.otp.process.SpawnResult.NotSpawned;
import chat.moebi.otp.process.SpawnResult.Spawned;
import chat.moebi.otp.task.TaskProtocol.Command;
import chat.moebi.otp.task.TaskProtocol.ListChildren;
import chat.moebi.otp.task.TaskProtocol.Page;
import chat.moebi.otp.task.TaskProtocol.StartChild;
import chat.moebi.otp.task.TaskProtocol.TerminateChild;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The task supervisor of a given name and node, as a program uses it: the lesson's {@code
 * {Chat.TaskSupervisor, :kate@localhost}}. The supervisor need not exist yet; the requests to a
 * supervisor that does not exist are refused. Thread-safe.
 *
 * <p>The output of a task goes to the node that the task runs on. The methods that start a task
 * throw an {@link IllegalArgumentException} if its arguments are too long.
 */
public final class TaskSupervisor {

  private final TaskClient client;
  private final NodeName node;
  private final String name;

  TaskSupervisor(TaskClient client, NodeName node, String name) {
    this.client = client;
    this.node = node;
    this.name = name;
  }

  public NodeName node() {
    return node;
  }

  public String name() {
    return name;
  }

  /**
   * Starts a task to be awaited, linked to the program's own process: when one of them crashes, so
   * does the other. {@code Task.Supervisor.async/3}.
   */
  public <R> Task<R> async(Call<R> call) {
    return new Task<>(client, node, name, call, client.own().pid());
  }

  /**
   * Starts a task to be awaited, without a link: its crash is a result. {@code
   * Task.Supervisor.async_nolink/3}.
   */
  public <R> Task<R> asyncNoLink(Call<R> call) {
    return new Task<>(client, node, name, call, null);
  }

  /** Starts a task that nobody awaits: {@code Task.Supervisor.start_child/3}. */
  public CompletionStage<SpawnResult> startChild(Call<?> call, ChildOptions options) {
    return client
        .request(
            node,
            new StartChild(
                name,
                TaskProtocol.nextRequest(),
                call.written(client.terms()),
                options,
                client.replies()))
        .thenApply(this::started);
  }

  private SpawnResult started(Outcome outcome) {
    return outcome.result() != null
        ? new Spawned(client.terms().read(outcome.result(), Pid.class))
        : new NotSpawned(
            outcome.refusal() != null ? outcome.refusal() : Refusal.noConnection(node));
  }

  /**
   * Ends a task as its options say, and completes when the task has ended: {@code
   * Task.Supervisor.terminate_child/2}.
   *
   * @return whether there was such a task; fails with a {@link TaskFailedException} if that is not
   *     known, for example because there is no connection to the node
   */
  public CompletionStage<Boolean> terminateChild(Pid pid) {
    // A failure in thenApply would reach the dependents of the stage inside a CompletionException.
    CompletableFuture<Boolean> hasTerminated = new CompletableFuture<>();
    client
        .request(node, new TerminateChild(name, TaskProtocol.nextRequest(), pid, client.replies()))
        .thenAccept(
            outcome -> {
              if (outcome.result() != null) {
                hasTerminated.complete(true);
              } else if (outcome.refusal() != null
                  && outcome.refusal().kind() == Refusal.Kind.NO_PROCESS) {
                hasTerminated.complete(false);
              } else {
                hasTerminated.completeExceptionally(
                    new TaskFailedException(
                        node, TaskResult.of(outcome, Term.class, client.terms())));
              }
            });
    return hasTerminated;
  }

  /**
   * Lists the tasks, in the order in which they were started: {@code Task.Supervisor.children/1}.
   *
   * @return nothing if there is no such supervisor, or no connection to its node
   */
  public CompletionStage<Optional<List<ProcessInfo>>> children() {
    return client.query(node, supervisors -> childrenAfter(List.of(), supervisors));
  }

  private CompletionStage<Optional<List<ProcessInfo>>> childrenAfter(
      List<ProcessInfo> known, ActorRef<Command> supervisors) {
    return client
        .<Page>ask(supervisors, replyTo -> new ListChildren(name, known.size(), replyTo))
        .thenCompose(
            page -> {
              if (page.isEmpty() || !page.get().isThere()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              List<ProcessInfo> all = new ArrayList<>(known);
              all.addAll(page.get().children());
              boolean hasMore = page.get().hasMore() && all.size() > known.size();
              return hasMore
                  ? childrenAfter(all, supervisors)
                  : CompletableFuture.completedFuture(Optional.of(all));
            });
  }

  /**
   * Runs a task for each call, a limited number at once, each linked to the program's own process:
   * {@code Task.Supervisor.async_stream/4}. No task starts before the first result is asked for,
   * and the calls may be without end. Close a stream that is not consumed to its end: that ends the
   * tasks that still run. So does a failure of the calls, or of the consumer of the results.
   */
  public <R> Stream<TaskResult<R>> asyncStream(
      Iterable<? extends Call<R>> calls, StreamOptions options) {
    return stream(new TaskStream<>(calls.iterator(), options, this::async));
  }

  /**
   * Runs a task for each call, without links: {@code Task.Supervisor.async_stream_nolink/4}. See
   * {@link #asyncStream}.
   */
  public <R> Stream<TaskResult<R>> asyncStreamNoLink(
      Iterable<? extends Call<R>> calls, StreamOptions options) {
    return stream(new TaskStream<>(calls.iterator(), options, this::asyncNoLink));
  }

  private static <R> Stream<TaskResult<R>> stream(TaskStream<R> results) {
    return StreamSupport.stream(results, false).onClose(results::close);
  }
}
