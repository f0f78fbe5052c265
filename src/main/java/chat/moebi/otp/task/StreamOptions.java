package chat.moebi.otp.task;

import chat.moebi.cluster.Timeouts;
import java.time.Duration;

/**
 * How {@link TaskSupervisor#asyncStream} runs its tasks.
 *
 * @param maxConcurrency how many tasks run at once
 * @param ordered whether the results come in the order of the calls, or of the ends of the tasks
 * @param timeout how long each task may take
 * @param onTimeout what happens when a task takes longer
 * @param shutdown how the stream ends tasks that it no longer waits for
 */
public record StreamOptions(
    int maxConcurrency, boolean ordered, Duration timeout, OnTimeout onTimeout, Shutdown shutdown) {

  /** The reaction to a task that takes too long. */
  public enum OnTimeout {
    /** The stream fails, and all its tasks are ended. */
    EXIT,
    /** That task is ended, its result is {@code Exited(timeout)}, and the stream goes on. */
    KILL_TASK
  }

  /** A task for each processor, ordered, 5 s for each task; then the stream fails. */
  public static final StreamOptions DEFAULT =
      new StreamOptions(
          Runtime.getRuntime().availableProcessors(),
          true,
          Task.DEFAULT_TIMEOUT,
          OnTimeout.EXIT,
          Shutdown.DEFAULT);

  /** Checks the numbers, and bounds the timeout. */
  public StreamOptions {
    if (maxConcurrency < 1 || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "a stream needs maxConcurrency of 1 or more, and a timeout of 0 or more");
    }
    timeout = Timeouts.checked(timeout);
  }

  public StreamOptions maxConcurrency(int number) {
    return new StreamOptions(number, ordered, timeout, onTimeout, shutdown);
  }

  public StreamOptions unordered() {
    return new StreamOptions(maxConcurrency, false, timeout, onTimeout, shutdown);
  }

  public StreamOptions timeout(Duration time, OnTimeout then) {
    return new StreamOptions(maxConcurrency, ordered, time, then, shutdown);
  }
}
