package chat.moebi.otp.task;

import chat.moebi.node.NodeName;
import chat.moebi.node.Sentences;
import chat.moebi.node.Timeouts;
import chat.moebi.otp.function.Terms;
import chat.moebi.otp.process.Outcome;
import chat.moebi.otp.task.TaskResult.Completed;
import chat.moebi.otp.task.TaskResult.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Is a task that a program has started, and of which it awaits the result, once: Elixir's {@code
 * Task}. Its owner is the program, of which any thread may wait, but no actor: a process has {@link
 * ProcessTask} instead. Thread-safe.
 *
 * <p>A program cannot exit with a task that it awaits, as a process does in Elixir. So where that
 * would exit, these methods throw, and a task that was not awaited long enough goes on, unlinked,
 * and what it returns is dropped. For one that may be late there are {@link #yield} and {@link
 * #shutdown}.
 *
 * @param <R> what its function returns
 */
public final class Task<R> {

  /** How long a task is awaited unless told. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** How much longer than a task has for its end it is waited for to hear of that. */
  static final Duration SLACK = Duration.ofSeconds(10);

  private final NodeName node;
  private final long request;
  private final Class<R> type;
  private final Terms terms;
  private final Supervision supervision;
  private final CompletableFuture<Outcome> outcome;
  private final AtomicBoolean isTaken = new AtomicBoolean();

  /** Reaches the supervisor of a task. */
  interface Supervision {
    /** Has it ended. */
    void shutDown(long request, Shutdown shutdown);

    /** Unlinks it from its owner, and forgets it. */
    void detach(long request);
  }

  Task(
      NodeName node,
      long request,
      Class<R> type,
      Terms terms,
      Supervision supervision,
      CompletableFuture<Outcome> outcome) {
    this.node = node;
    this.request = request;
    this.type = type;
    this.terms = terms;
    this.supervision = supervision;
    this.outcome = outcome;
  }

  /** Returns the node that it runs on. */
  public NodeName node() {
    return node;
  }

  /** Awaits the result for 5 s; see {@link #await(Duration)}. */
  public R await() throws InterruptedException {
    return await(DEFAULT_TIMEOUT);
  }

  /**
   * Awaits the result: {@code Task.await/2}.
   *
   * @param timeout at most {@link Timeouts#LONGEST}; a longer one counts as that, in all methods
   * @throws TaskFailedException if the task ended without one, with the reason
   * @throws TaskTimeoutException if it did not end in time; it goes on
   * @throws IllegalStateException if it was awaited, shut down or ignored before
   * @throws IllegalArgumentException if the timeout is negative
   */
  public R await(Duration timeout) throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    take();
    Optional<TaskResult<R>> result = result(bounded);
    if (result.isEmpty()) {
      supervision.detach(request);
      throw new TaskTimeoutException(Sentences.noAnswer(node, bounded));
    }
    return value(result.get());
  }

  /**
   * Waits for the task to end, and returns how; nothing if it has not in time, and then it may be
   * waited for again: {@code Task.yield/2}.
   *
   * @throws IllegalStateException if its result was taken before
   */
  public Optional<TaskResult<R>> yield(Duration timeout) throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    checkNotTaken();
    Optional<TaskResult<R>> result = result(bounded);
    if (result.isPresent()) {
      take();
    }
    return result;
  }

  /**
   * Ends the task, and returns how it ended if it had done so before, or ended for another reason;
   * nothing if it was shut down: {@code Task.shutdown/2}.
   *
   * @throws TaskTimeoutException if its node does not say that it has ended
   * @throws IllegalStateException if its result was taken before
   */
  public Optional<TaskResult<R>> shutdown(Shutdown shutdown) throws InterruptedException {
    take();
    supervision.shutDown(request, shutdown);
    Optional<TaskResult<R>> result =
        shutdown.equals(Shutdown.INFINITY)
            ? Optional.of(read(waitForEver()))
            : result(shutdown.time().plus(SLACK));
    if (result.isEmpty()) {
      throw new TaskTimeoutException(Sentences.noAnswer(node, shutdown.time().plus(SLACK)));
    }
    return result.filter(r -> !r.equals(new Exited<>(shutdown.reason())));
  }

  /**
   * Lets the task go on by itself, unlinked; its result is dropped: {@code Task.ignore/1}.
   *
   * @return how it ended, if it has
   * @throws IllegalStateException if its result was taken before
   */
  public Optional<TaskResult<R>> ignore() {
    take();
    if (outcome.isDone()) {
      return Optional.of(read(outcome.join()));
    }
    supervision.detach(request);
    return Optional.empty();
  }

  /**
   * Completes with how the task ends, for a program that would rather not wait. In an actor's
   * thread: what depends on it must not block.
   */
  public CompletionStage<TaskResult<R>> completion() {
    CompletableFuture<TaskResult<R>> result = new CompletableFuture<>();
    outcome.whenComplete((o, failure) -> result.complete(read(o)));
    return result;
  }

  /**
   * Awaits the results of several tasks, and returns them in the order of the tasks: {@code
   * Task.await_many/2}. If one fails, it does not wait for the others.
   *
   * @param timeout for all together
   * @throws TaskFailedException if a task ended without a result, with the reason
   * @throws TaskTimeoutException if not all ended in time
   */
  public static <R> List<R> awaitMany(List<Task<R>> tasks, Duration timeout)
      throws InterruptedException {
    Duration bounded = Timeouts.checked(timeout);
    tasks.forEach(Task::take);
    BlockingQueue<Task<R>> ended = new LinkedBlockingQueue<>();
    tasks.forEach(task -> task.outcome.whenComplete((o, failure) -> ended.add(task)));
    long deadline = System.nanoTime() + bounded.toNanos();
    for (int i = 0; i < tasks.size(); i++) {
      Task<R> task = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (task == null || task.hasFailed()) {
        tasks.stream()
            .filter(t -> !t.outcome.isDone())
            .forEach(t -> t.supervision.detach(t.request)); // Nobody can take their results.
      }
      if (task == null) {
        Task<R> late = tasks.stream().filter(t -> !t.outcome.isDone()).findFirst().orElseThrow();
        throw new TaskTimeoutException(Sentences.noAnswer(late.node, bounded));
      }
      task.value(task.read(task.outcome.join()));
    }
    return tasks.stream().map(task -> task.value(task.read(task.outcome.join()))).toList();
  }

  /**
   * Waits for several tasks, and returns how each ended, in the order of the tasks; nothing for one
   * that has not in time: {@code Task.yield_many/2}.
   *
   * @param timeout for all together
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
  void abandon(Shutdown shutdown) {
    if (isTaken.compareAndSet(false, true)) {
      supervision.shutDown(request, shutdown);
    }
  }

  private boolean hasFailed() {
    return !(read(outcome.join()) instanceof Completed);
  }

  private R value(TaskResult<R> result) {
    if (result instanceof Completed<R> completed) {
      return completed.value();
    }
    throw new TaskFailedException(node, result);
  }

  private Optional<TaskResult<R>> result(Duration timeout) throws InterruptedException {
    try {
      return Optional.of(read(outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // It never completes so.
    }
  }

  private Outcome waitForEver() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // It never completes so.
    }
  }

  private TaskResult<R> read(Outcome of) {
    return TaskResult.of(of, type, terms);
  }

  private void take() {
    if (!isTaken.compareAndSet(false, true)) {
      throw taken();
    }
  }

  private void checkNotTaken() {
    if (isTaken.get()) {
      throw taken();
    }
  }

  private static IllegalStateException taken() {
    return new IllegalStateException("a task's result can be taken once, and this one's was");
  }
}
