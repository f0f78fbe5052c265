package chat.moebi.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that opens the database and does all work on it, in order. Work that waits at the same
 * time is committed together.
 */
final class StoreThread {

  private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

  private static final String CLOSED = "the node ends";
  private static final int MAX_QUEUED_BYTES = 16 << 20;
  private static final int BYTES_PER_JOB = 300;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
  private static final Duration FOREVER = Duration.ofDays(1);

  /** How long work that nobody awaits waits for more of its kind. */
  private static final Duration REST = Duration.ofMillis(200);

  /** After this time without maintenance it goes on although there is other work. */
  private static final Duration MAINTENANCE_DELAY = Duration.ofSeconds(5);

  /** How long nothing else may be to be done before the maintenance goes on. */
  private static final Duration IDLE = REST.multipliedBy(2);

  /**
   * Work that nobody awaits takes at most this part of the time: it must not slow down the chat.
   */
  private static final int PART_AT_WORK = 10;

  private final Maintenance maintenance;
  private final GroupCommit commit;
  private final LeftOutTexts leftOut;
  private final JobQueue queue = new JobQueue(MAX_QUEUED_BYTES);
  private final CompletableFuture<Boolean> whenOpen = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "store");

  StoreThread(GroupCommit commit, Maintenance maintenance, LeftOutTexts leftOut) {
    this.commit = commit;
    this.maintenance = maintenance;
    this.leftOut = leftOut;
    thread.setDaemon(true);
  }

  /** Returns a thread that does no work, for the given reason. */
  static StoreThread none(String reason) {
    StoreThread none = new StoreThread(GroupCommit.none(reason), null, null);
    none.close();
    return none;
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
    return commit.fault();
  }

  /** Writes a text soon; the text is left out if too much waits already. */
  void offer(int chars, SqlAction action) {
    queue.offer(Job.later(action, BYTES_PER_JOB + chars * Character.BYTES));
  }

  /** Does the work soon, and tries again while the database cannot be used. */
  void later(SqlAction action) {
    queue.add(Job.later(action, 0));
  }

  /** Reads at once; completes with the result or with a {@link StoreException}. */
  <T> CompletionStage<T> read(SqlFunction<T> function) {
    return ask(function, false);
  }

  /** Writes at once; completes when that is on disk, or with a {@link StoreException}. */
  <T> CompletionStage<T> write(SqlFunction<T> function) {
    return ask(function, true);
  }

  /** Writes at once; completes with true when that is on disk, or with false. */
  CompletionStage<Boolean> isWritten(SqlAction action) {
    return write(
            sql -> {
              action.run(sql);
              return true;
            })
        .exceptionally(e -> false);
  }

  private <T> CompletionStage<T> ask(SqlFunction<T> function, boolean isWriting) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (!queue.add(Job.awaited(function, isWriting, result))) {
      result.completeExceptionally(new StoreException(fault().orElse(CLOSED)));
    }
    return result;
  }

  /** Ends the thread when all that waits is done; returns after a while in any case. */
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
      LOG.warn("the store is not closed yet, and is left alone");
    }
  }

  /** Returns words for the user about a failed read or write. */
  static String reason(Throwable e) {
    Throwable cause = e.getCause() instanceof StoreException ? e.getCause() : e;
    return cause instanceof StoreException ? cause.getMessage() : "the store has failed: " + cause;
  }

  private void run() {
    try {
      commit.commit(List.of()); // Opens the database.
      whenOpen.complete(fault().isEmpty());
      boolean isMaintained = false;
      long maintainedAt = System.nanoTime();
      while (true) {
        boolean isFaulty = fault().isPresent();
        List<Job<?>> group =
            queue.take(isFaulty ? GroupCommit.RETRY_DELAY : isMaintained ? FOREVER : IDLE);
        if (group.isEmpty() && queue.isClosed()) {
          return;
        }
        long start = System.nanoTime();
        leftOut.add(queue.takeLeftOut());
        if (!group.isEmpty() || isFaulty) {
          again(commit.commit(group));
          isMaintained = false;
        }
        boolean isDue = start - maintainedAt > MAINTENANCE_DELAY.toNanos();
        if (fault().isEmpty() && (group.isEmpty() || isDue)) {
          commit.commit(List.of(Job.later(maintenance::step, 0)));
          isMaintained = !maintenance.hasMore();
          maintainedAt = start;
          leftOut.report();
        }
        rest(Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void again(List<Job<?>> group) {
    if (queue.isClosed() && !group.isEmpty()) {
      LOG.warn("{} pieces of work are given up", group.size());
    } else {
      queue.putBack(group);
    }
  }

  private void rest(Duration work) {
    Duration rest = work.multipliedBy(PART_AT_WORK - 1L);
    Duration least = fault().isPresent() ? GroupCommit.RETRY_DELAY : REST;
    queue.rest(rest.compareTo(least) > 0 ? rest : least);
  }

  private boolean isNew() {
    return thread.getState() == Thread.State.NEW;
  }

  private void end() {
    queue.close();
    whenOpen.complete(false);
    try {
      queue.take(Duration.ZERO).forEach(job -> job.fail(new StoreException(CLOSED)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    commit.close();
  }
}
