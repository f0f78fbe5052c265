package chat.moebi.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits pieces of work together, and decides what is to be done when that fails. */
final class GroupCommit {

  /** How long after a failure the database is opened again, at the earliest. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Database database;
  private final Consumer<String> onNote;
  private final Runnable onRollback;

  /** Why the database cannot be used now; null if it can. Read by any thread. */
  private volatile String fault;

  private long openAt = System.nanoTime();
  private boolean isFaultTold;

  GroupCommit(Database database, Consumer<String> onNote, Runnable onRollback) {
    this.database = database;
    this.onNote = onNote;
    this.onRollback = onRollback;
  }

  /** Returns one that does nothing, for the given reason. */
  static GroupCommit none(String reason) {
    GroupCommit none = new GroupCommit(null, null, null);
    none.fault = reason;
    return none;
  }

  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * Does the work in one transaction, and reports the results of what is awaited.
   *
   * @return the work that nobody awaits, if it is to be tried again later
   */
  List<Job<?>> commit(List<Job<?>> group) {
    return commit(group, false);
  }

  private List<Job<?>> commit(List<Job<?>> group, boolean isMended) {
    boolean isOpening = !database.isOpen();
    boolean isWriting = group.stream().anyMatch(Job::isWriting);
    Sql sql;
    try {
      sql = open();
    } catch (StoreException e) {
      return refused(group, e);
    } catch (SQLException e) {
      return failed(group, e, isMended, true);
    }
    try {
      database
          .dialect()
          .begin(sql, group.stream().anyMatch(job -> job.isAwaited() && job.isWriting()));
      for (Job<?> job : group) {
        job.run(sql);
      }
      sql.execute("COMMIT");
    } catch (SQLException e) {
      return failed(group, e, isMended, false);
    } catch (RuntimeException e) {
      rollback();
      return apart(group, e);
    }
    if (isOpening || isWriting || group.isEmpty()) {
      fault = null;
    }
    if (isFaultTold && isWriting) {
      isFaultTold = false;
      onNote.accept("texts are kept on disk again");
    }
    group.forEach(Job::complete);
    return List.of();
  }

  void close() {
    if (database != null) {
      database.close();
    }
  }

  private Sql open() throws SQLException {
    if (fault != null && !database.isOpen() && System.nanoTime() - openAt < 0) {
      throw new StoreException(fault);
    }
    return database.open();
  }

  private List<Job<?>> failed(
      List<Job<?>> group, SQLException e, boolean isMended, boolean isOpening) {
    LOG.info("the database has failed", e);
    Dialect dialect = database.dialect();
    rollback();
    Dialect.Failure failure = dialect.failure(e);
    if (failure == Dialect.Failure.STATEMENT && !isOpening) {
      return apart(group, e);
    }
    try {
      if (failure == Dialect.Failure.BROKEN && !isMended) {
        onNote.accept(database.setAside());
        return commit(group, true);
      }
      if (failure == Dialect.Failure.INDEX_BROKEN && !isMended) {
        dialect.resetSearchIndex(database.open());
        return commit(group, true);
      }
    } catch (StoreException again) {
      return refused(group, again);
    } catch (SQLException again) {
      e.addSuppressed(again);
    }
    StoreException reason = new StoreException(dialect.reason(e), e);
    if (failure == Dialect.Failure.PASSING && !isOpening) {
      return refusedToWrite(group, reason);
    }
    database.close();
    return refused(group, reason);
  }

  /** Does each piece of work alone, so that the one that fails does not undo the others. */
  private List<Job<?>> apart(List<Job<?>> group, Exception e) {
    if (group.size() == 1) {
      LOG.error("work on the database has failed, and is given up", e);
      group.get(0).fail(new StoreException("the store has failed: " + e.getMessage(), e));
      return List.of();
    }
    List<Job<?>> left = new ArrayList<>();
    group.forEach(job -> left.addAll(commit(List.of(job))));
    return left;
  }

  /** Refuses what writes, and does the rest: a full disk can be read. */
  private List<Job<?>> refusedToWrite(List<Job<?>> group, StoreException e) {
    List<Job<?>> writing = group.stream().filter(Job::isWriting).toList();
    if (writing.isEmpty()) {
      return refused(group, e, Duration.ZERO);
    }
    List<Job<?>> left = refused(writing, e, Duration.ZERO);
    group.stream().filter(job -> !job.isWriting()).forEach(job -> commit(List.of(job)));
    return left;
  }

  private List<Job<?>> refused(List<Job<?>> group, StoreException e) {
    return refused(group, e, RETRY_DELAY);
  }

  private List<Job<?>> refused(List<Job<?>> group, StoreException e, Duration delay) {
    if (!e.getMessage().equals(fault) && !isFaultTold) {
      onNote.accept("texts are not kept on disk: " + e.getMessage());
    }
    isFaultTold = true;
    fault = e.getMessage();
    openAt = System.nanoTime() + delay.toNanos();
    group.forEach(job -> job.fail(e));
    return group.stream().filter(job -> !job.isAwaited()).toList();
  }

  private void rollback() {
    database.rollback();
    onRollback.run();
  }
}
