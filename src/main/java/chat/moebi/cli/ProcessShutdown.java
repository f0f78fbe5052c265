package chat.moebi.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes, once, everything that runs in this process, whether the user quits or a signal comes; and
 * ends the process in time even if a part hangs. Thread-safe.
 */
final class ProcessShutdown {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessShutdown.class);

  /** The status after SIGTERM; a shutdown hook does not learn which signal it was. */
  private static final int TERMINATED = 143;

  private final Duration limit;
  private final AutoCloseable last;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private boolean hasBegun;

  /**
   * Handles signals from now on, also while parts still start.
   *
   * @param limit the time after which the process ends by force
   * @param last is closed after all parts
   */
  ProcessShutdown(Duration limit, AutoCloseable last) {
    this.limit = limit;
    this.last = last;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(TERMINATED), "shutdown"));
  }

  /** Adds a part to close; once the shutdown has begun, closes it at once. */
  void add(AutoCloseable part) {
    synchronized (this) {
      if (!hasBegun) {
        parts.add(part);
        return;
      }
    }
    close(part);
  }

  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /**
   * Closes all parts concurrently and returns when that is done; so does a second call. The JVM
   * halts with the status if it takes longer than the limit.
   */
  void end(int status) {
    if (begin()) {
      new Background<>("enforcer", () -> haltAfterLimit(status));
      CompletableFuture.allOf(
              parts.stream()
                  .map(
                      part ->
                          CompletableFuture.runAsync(
                              () -> close(part), work -> new Thread(work).start()))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
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

  private void haltAfterLimit(int status) {
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
    } catch (Exception | Error e) { // The other parts must be closed all the same.
      LOG.warn("could not be closed", e);
    }
  }
}
