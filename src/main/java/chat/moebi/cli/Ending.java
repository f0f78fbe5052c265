package chat.moebi.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs in this process, once, whether the user quits or a signal comes; and the process
 * with it, in time, whatever hangs.
 */
final class Ending {

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** The status of a process that SIGTERM ended. */
  private static final int TERMINATED = 143;

  private final Duration limit;
  private final AutoCloseable part;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Sees to the end of what runs here.
   *
   * @param limit how long after its beginning the end is enforced
   */
  Ending(Duration limit, AutoCloseable part) {
    this.limit = limit;
    this.part = part;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(TERMINATED), "ending"));
  }

  /** Tells whether the end has begun. */
  boolean hasBegun() {
    return begun.get();
  }

  /** Ends it, and returns when that is done; the JVM halts with the status if it is late. */
  void end(int status) {
    if (begun.compareAndSet(false, true)) {
      Thread enforcer = new Thread(() -> enforce(status), "enforcer");
      enforcer.setDaemon(true);
      enforcer.start();
      close();
      over.countDown();
    }
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enforce(int status) {
    try {
      Thread.sleep(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }

  private void close() {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("did not end well", e);
    }
  }
}
