package chat.moebi.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does something on a thread of its own until its result is needed: a start has more to do than one
 * core can, and most of it depends on nothing else.
 */
final class Background<T> {

  private final FutureTask<T> task;

  /** Begins it. */
  Background(String name, Callable<T> work) {
    this.task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns its result, or throws what it has thrown, as soon as it is done. */
  T result() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      } else if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
