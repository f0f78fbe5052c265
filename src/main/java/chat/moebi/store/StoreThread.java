package chat.moebi.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that opens the database and does all work on it, in order. Work that waits is
 * committed together.
 */
final class StoreThread {

  private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

  private static final String CLOSED = "the node ends";
  private static final int MAX_QUEUED = 16 << 20;
  private static final int BYTES_PER_TEXT = 300;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofMillis(200);

  private final Database database;
  private final Consumer<String> onNote;
  private final Runnable onRollback;
  private final JobQueue queue = new JobQueue(MAX_QUEUED);
  private final CompletableFuture<Boolean> whenOpen = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "store");
  private volatile String fault;

  /** Returns a thread that does no work, for the given reason. */
  static StoreThread none(String reason) {
    StoreThread none = new StoreThread(null, note -> {}, () -> {});
    none.fault = reason;
    none.close();
    return none;
  }

  StoreThread(Database database, Consumer<String> onNote, Runnable onRollback) {
    this.database = database;
    this.onNote = onNote;
    this.onRollback = onRollback;
    thread.setDaemon(true);
  }

  synchronized void start() {
    if (isNew() && !queue.isClosed()) {
      thread.start();
    }
  }

  CompletionStage<Boolean> whenOpen() {
    return whenOpen;
  }

  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Does the work soon; returns false if too much waits already. */
  boolean offer(int chars, SqlAction action) {
    return queue.offer(Job.later(action, BYTES_PER_TEXT + chars * Character.BYTES));
  }

  /** Does the work soon, and tries again while it fails. */
  void later(SqlAction action) {
    queue.add(Job.later(action, 0));
  }

  /** Does the work at once, and completes with its result or with a {@link StoreException}. */
  <T> CompletionStage<T> ask(SqlFunction<T> function) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (!queue.add(Job.awaited(function, result))) {
      result.completeExceptionally(new StoreException(fault().orElse(CLOSED)));
    }
    return result;
  }

  /** Ends the thread when all that waits is done. */
  void close() {
    queue.close();
    synchronized (this) {
      if (isNew()) {
        end();
        return;
      }
    }
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("the store is not closed yet, and is left to itself");
    }
  }

  /** Returns the words for the user in a failure. */
  static String reason(Throwable e) {
    Throwable cause = e.getCause() instanceof StoreException ? e.getCause() : e;
    return cause instanceof StoreException ? cause.getMessage() : "the store has failed: " + cause;
  }

  private void run() {
    try {
      process(List.of()); // Opens the database.
      whenOpen.complete(fault == null);
      while (true) {
        List<Job<?>> group = queue.take(Duration.ofDays(1));
        if (group.isEmpty() && queue.isClosed()) {
          break;
        }
        process(group);
        queue.rest(REST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void process(List<Job<?>> group) {
    try {
      Sql sql = database.open();
      database.dialect().begin(sql, group.stream().anyMatch(Job::isAwaited));
      for (Job<?> job : group) {
        job.run(sql);
      }
      sql.connection().commit();
      fault = null;
      group.forEach(Job::complete);
    } catch (StoreException e) {
      failed(group, e);
    } catch (SQLException e) {
      LOG.warn("cannot write", e);
      onRollback.run();
      database.close();
      failed(group, new StoreException("the store has failed: " + e.getMessage(), e));
    }
  }

  private void failed(List<Job<?>> group, StoreException e) {
    if (fault == null) {
      onNote.accept("texts are not kept: " + e.getMessage());
    }
    fault = e.getMessage();
    List<Job<?>> later = new ArrayList<>(group);
    later.removeIf(Job::isAwaited);
    if (!queue.isClosed()) {
      queue.putBack(later);
      queue.rest(RETRY_DELAY);
    }
    group.forEach(job -> job.fail(e));
  }

  private boolean isNew() {
    return thread.getState() == Thread.State.NEW;
  }

  private void end() {
    queue.close();
    whenOpen.complete(false);
    try {
      List<Job<?>> rest = queue.take(Duration.ZERO);
      rest.forEach(job -> job.fail(new StoreException(CLOSED)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (database != null) {
      database.close();
    }
  }
}
