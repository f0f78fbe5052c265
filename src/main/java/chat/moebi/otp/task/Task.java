package chat.moebi.otp.task;

import chat.moebi.cluster.Timeouts;
import chat.moebi.name.ErrorMessages;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.process.Pid;
import chat.moebi.otp.task.TaskProtocol.GiveUp;
import chat.moebi.otp.task.TaskProtocol.Start;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that a program started, and whose result it awaits once: Elixir's {@code Task}. Its owner
 * is the program, of which any thread may wait, except those of actors: a process has {@link
 * ProcessTask} instead. Thread-safe.
 *
 * <p>Where Elixir's process would exit, these methods throw, since a program cannot exit with its
 * task. A task that does not end in time goes on, unlinked, and its result is dropped. Use {@link
 * #yield} and {@link #shutdown} for tasks that may be late.
 *
 * <p>The methods throw an {@link IllegalStateException} if the task was awaited, shut down or
 * ignored before, and an {@link IllegalArgumentException} if the timeout is negative. A timeout
 * longer than {@link Timeouts#LONGEST} counts as that.
 *
 * @param <R> what the function of the task returns
 */
public final class Task<R> {

  /** How long a task is awaited by default. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** How long the report of a task's end may take, after the time that the task has to end. */
  static final Duration REPORT_TIMEOUT = Duration.ofSeconds(10);

  private final TaskClient client;
  private final NodeName node;
  private final String supervisor;
  private final long request = TaskProtocol.nextRequest();
  private final Class<R> type;
  private final CompletableFuture<Outcome> outcome;
  private final AtomicBoolean isTaken = new AtomicBoolean();

  /**
   * Starts a task.
   *
   * @param linkTo the process that the task is linked to; null for none
   */
  Task(TaskClient client, NodeName node, String supervisor, Call<R> call, Pid linkTo) {
    this.client = client;
    this.node = node;
    this.supervisor = supervisor;
    this.type = call.result();
    this.outcome =
        client.request(
            node,
            new Start(supervisor, request, call.written(client.terms()), linkTo, client.replies()));
  }

  public NodeName node() {
    return node;
  }

  /** Awaits the result for 5 s. */
  public R await() throws InterruptedException {
    return await(DEFAULT_TIMEOUT);
  }

  /**
   * Awaits the result: {@code Task.await/2}.
   *
   * @throws TaskFailedException if the task ended without a result, with the reason
   * @throws TaskTimeoutException if the task did not end in time; it goes on
   */
  public R await(Duration timeout) throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    take();
    Optional<TaskResult<R>> result = result(bounded);
    if (result.isEmpty()) {
      giveUp(null);
      throw noAnswer(bounded);
    }
    return value(result.get());
  }

  /**
   * Waits for the task to end, and returns how it ended. Returns nothing if it did not end in time;
   * then it may be waited for again. {@code Task.yield/2}.
   */
  public Optional<TaskResult<R>> yield(Duration timeout) throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    check(!isTaken.get());
    Optional<TaskResult<R>> result = result(bounded);
    if (result.isPresent()) {
      take();
    }
    return result;
  }

  /**
   * Ends the task. Returns how it ended if it had ended before, or ended for another reason;
   * returns nothing if it was shut down. {@code Task.shutdown/2}.
   *
   * @throws TaskTimeoutException if its node does not say that the task has ended
   */
  public Optional<TaskResult<R>> shutdown(Shutdown shutdown) throws InterruptedException {
    take();
    giveUp(shutdown);
    Duration timeout = shutdown.time().plus(REPORT_TIMEOUT);
    TaskResult<R> result = result(timeout).orElseThrow(() -> noAnswer(timeout));
    return Optional.of(result).filter(r -> !r.equals(new Exited<>(shutdown.reason())));
  }

  /**
   * Lets the task go on by itself, unlinked, and drops its result: {@code Task.ignore/1}.
   *
   * @return how the task ended, if it has ended
   */
  public Optional<TaskResult<R>> ignore() {
    take();
    giveUp(null);
    return Optional.ofNullable(outcome.getNow(null)).map(this::read);
  }

  /**
   * Completes with how the task ends, for a program that does not want to wait. The stage completes
   * in a thread of the actors, so its dependents must not block.
   */
  public CompletionStage<TaskResult<R>> completion() {
    return outcome.thenApply(this::read);
  }

  /**
   * Awaits the results of several tasks, and returns them in the order of the tasks: {@code
   * Task.await_many/2}. If a task fails, the others are not waited for.
   *
   * @param timeout for all tasks together
   * @throws TaskFailedException if a task ended without a result, with the reason
   * @throws TaskTimeoutException if not all tasks ended in time
   */
  public static <R> List<R> awaitMany(List<Task<R>> tasks, Duration timeout)
      throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    tasks.forEach(Task::take);
    BlockingQueue<Task<R>> ended = new LinkedBlockingQueue<>();
    tasks.forEach(task -> task.outcome.whenComplete((end, failure) -> ended.add(task)));
    long deadline = System.nanoTime() + bounded.toNanos();
    Map<Task<R>, R> values = new HashMap<>();
    try {
      while (values.size() < tasks.size()) {
        Task<R> task = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (task == null) {
          Task<R> late =
              tasks.stream().filter(t -> !values.containsKey(t)).findFirst().orElseThrow();
          throw late.noAnswer(bounded);
        }
        values.put(task, task.value(task.result(Duration.ZERO).orElseThrow()));
      }
    } catch (RuntimeException | Error e) { // An Error may come from the class of a result.
      tasks.forEach(
          task -> task.giveUp(null)); // Nobody can take the results of the others any more.
      throw e;
    }
    return tasks.stream().map(values::get).toList();
  }

  /**
   * Waits for several tasks, and returns how each ended, in the order of the tasks; nothing for a
   * task that did not end in time. {@code Task.yield_many/2}.
   *
   * @param timeout for all tasks together
   */
  public static <R> List<Optional<TaskResult<R>>> yieldMany(List<Task<R>> tasks, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + Timeouts.checked(timeout).toNanos();
    List<Optional<TaskResult<R>>> results = new ArrayList<>();
    for (Task<R> task : tasks) {
      results.add(task.yield(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }
    return results;
  }

  /** Ends the task without waiting for its end, unless its result was taken. */
  public void abandon(Shutdown shutdown) {
    if (isTaken.compareAndSet(false, true)) {
      giveUp(shutdown);
    }
  }

  /** Waits for the end of the task, and returns it; nothing if the task does not end in time. */
  private Optional<TaskResult<R>> result(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(read(outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // The owner never does that.
    }
  }

  private TaskResult<R> read(Outcome of) {
    return TaskResult.of(of, type, client.terms());
  }

  private R value(TaskResult<R> result) {
    if (result instanceof Completed<R> completed) {
      return completed.value();
    }
    throw new TaskFailedException(node, result);
  }

  private void giveUp(Shutdown shutdown) {
    client.owner().tell(new GiveUp(supervisor, request, shutdown, client.replies()));
  }

  private TaskTimeoutException noAnswer(Duration timeout) {
    return new TaskTimeoutException(ErrorMessages.noAnswer(node, timeout));
  }

  private void take() {
    check(isTaken.compareAndSet(false, true));
  }

  private static void check(boolean isFree) {
    if (!isFree) {
      throw new IllegalStateException("a task's result can be taken once, and this one's was");
    }
  }
}
