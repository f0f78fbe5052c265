package chat.moebi.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on a thread of its own while the program does something else: a start has more to do than
 * one core can do, and most of the work is independent.
 */
final class Background<T> {

  private final FutureTask<T> task;

  /** Starts work without a result. */
  Background(String name, Runnable work) {
    this(name, new FutureTask<>(work, null));
  }

  /** Starts work with a result, which must not throw checked exceptions. */
  Background(String name, Callable<T> work) {
    this(name, new FutureTask<>(work));
  }

  private Background(String name, FutureTask<T> task) {
    this.task = task;
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the end of the work, and returns its result or throws its exception. */
  T result() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}
