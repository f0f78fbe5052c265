package chat.moebi.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs in this process, once, whether the user quits or a signal comes; and the process
 * with it, in time, whatever hangs. Thread-safe.
 */
final class Ending {

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** The status of a process that SIGTERM ended; a signal's hook is not told which it was. */
  private static final int TERMINATED = 143;

  private final Duration limit;
  private final AutoCloseable last;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private boolean hasBegun;

  /**
   * Sees to the end from now on, also while parts are still starting.
   *
   * @param limit how long after its beginning the end is enforced
   * @param last is closed after all parts
   */
  Ending(Duration limit, AutoCloseable last) {
    this.limit = limit;
    this.last = last;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(TERMINATED), "ending"));
  }

  /** Takes over the end of a part; if the end has begun, that is now. */
  void add(AutoCloseable part) {
    synchronized (this) {
      if (!hasBegun) {
        parts.add(part);
        return;
      }
    }
    close(part);
  }

  /** Tells whether the end has begun. */
  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /**
   * Ends all parts side by side, and returns when that is done; if it was begun already, when that
   * is done. The JVM halts with the status if it takes longer than the limit.
   */
  void end(int status) {
    if (begin()) {
      Thread enforcer = new Thread(() -> enforce(status), "enforcer");
      enforcer.setDaemon(true);
      enforcer.start();
      CompletableFuture<?>[] closing =
          parts.stream()
              .map(
                  part -> CompletableFuture.runAsync(() -> close(part), w -> new Thread(w).start()))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(closing).join();
      close(last);
      over.complete(null);
    }
    over.join();
  }

  private synchronized boolean begin() {
    boolean isFirst = !hasBegun;
    hasBegun = true;
    return isFirst;
  }

  private void enforce(int status) {
    try {
      Thread.sleep(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception | Error e) { // The other parts are to end all the same.
      LOG.warn("did not end well", e);
    }
  }
}
