package chat.moebi.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * Work for the store's thread. Work whose result is awaited is done at once, and reported if it
 * fails; other work may wait, and is tried again.
 */
final class Job<T> {

  private final SqlFunction<T> function;
  private final int size;
  private final boolean isWriting;

  /** Null if nobody awaits the result. */
  private final CompletableFuture<T> awaited;

  private T result;

  private Job(SqlFunction<T> function, int size, boolean isWriting, CompletableFuture<T> awaited) {
    this.function = function;
    this.size = size;
    this.isWriting = isWriting;
    this.awaited = awaited;
  }

  /** Returns work with a result. */
  static <T> Job<T> awaited(
      SqlFunction<T> function, boolean isWriting, CompletableFuture<T> result) {
    return new Job<>(function, 0, isWriting, result);
  }

  /**
   * Returns work that may wait.
   *
   * @param size what the work takes in memory while it waits
   */
  static Job<Void> later(SqlAction action, int size) {
    return new Job<>(
        sql -> {
          action.run(sql);
          return null;
        },
        size,
        true,
        null);
  }

  int size() {
    return size;
  }

  boolean isWriting() {
    return isWriting;
  }

  boolean isAwaited() {
    return awaited != null;
  }

  /** Does the work; what it has written is not committed yet. */
  void run(Sql sql) throws SQLException {
    result = function.apply(sql);
  }

  /** Reports the result: the work is committed. */
  void complete() {
    if (awaited != null) {
      awaited.complete(result);
    }
  }

  /** Reports that the work is not done and will not be. */
  void fail(StoreException e) {
    if (awaited != null) {
      awaited.completeExceptionally(e);
    }
  }
}
