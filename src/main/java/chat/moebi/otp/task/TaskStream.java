package chat.moebi.otp.task;

import chat.moebi.otp.function.Call;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.task.StreamOptions.OnTimeout;
import chat.moebi.otp.task.TaskResult.Exited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a task for each call, a limited number at once, and hands over their results. No task starts
 * before the first result is asked for. The tasks that still run end when the stream is closed, and
 * when the input, a start or the consumer of the results fails. For one thread.
 */
final class TaskStream<R> extends AbstractSpliterator<TaskResult<R>> implements AutoCloseable {

  private record Running<R>(Task<R> task, long deadline) {
    Duration timeLeft() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  private final Iterator<? extends Call<R>> calls;
  private final StreamOptions options;
  private final Function<Call<R>, Task<R>> start;
  private final List<Running<R>> running = new ArrayList<>();
  private final BlockingQueue<Running<R>> ended = new LinkedBlockingQueue<>();
  private boolean isClosed;

  TaskStream(
      Iterator<? extends Call<R>> calls, StreamOptions options, Function<Call<R>, Task<R>> start) {
    super(Long.MAX_VALUE, ORDERED);
    this.calls = calls;
    this.options = options;
    this.start = start;
  }

  @Override
  public boolean tryAdvance(Consumer<? super TaskResult<R>> action) {
    try {
      while (!isClosed && running.size() < options.maxConcurrency() && calls.hasNext()) {
        start(calls.next());
      }
      if (running.isEmpty()) {
        return false;
      }
      action.accept(result(options.ordered() ? running.get(0) : next()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while waiting for tasks", e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Ends the tasks whose results were not taken, and starts no more. */
  @Override
  public void close() {
    isClosed = true;
    running.forEach(r -> r.task().abandon(options.shutdown()));
    running.clear();
  }

  private void start(Call<R> call) {
    Running<R> started =
        new Running<>(start.apply(call), System.nanoTime() + options.timeout().toNanos());
    running.add(started);
    if (!options.ordered()) {
      started.task().completion().whenComplete((end, failure) -> ended.add(started));
    }
  }

  /** Waits for the next task to end. If none ends in time, returns the task whose time is over. */
  private Running<R> next() throws InterruptedException {
    Running<R> oldest = running.get(0);
    Running<R> next;
    do {
      next = ended.poll(oldest.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
    } while (next != null && !running.contains(next)); // The stream gave that task up before.
    return next != null ? next : oldest;
  }

  private TaskResult<R> result(Running<R> one) throws InterruptedException {
    Optional<TaskResult<R>> result = one.task().yield(one.timeLeft());
    running.remove(one);
    if (result.isPresent()) {
      return result.get();
    }
    if (options.onTimeout() == OnTimeout.EXIT) {
      one.task().abandon(options.shutdown());
      throw new TaskTimeoutException(
          "a task on "
              + one.task().node()
              + " took longer than "
              + options.timeout().toMillis()
              + " ms");
    }
    return one.task()
        .shutdown(Shutdown.BRUTAL_KILL)
        .orElseGet(() -> new Exited<>(ExitReason.of("timeout")));
  }
}
