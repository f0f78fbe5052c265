package chat.moebi.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs a check that may block, such as the resolution of a host name, on many subjects at once. A
 * late check counts as a given result. The next check of the same subject begins only after it has
 * ended, so there are never more checks than subjects. Thread-safe.
 */
final class BlockingChecks<S, R> {

  private final Function<S, R> check;
  private final R late;
  private final Duration limit;
  private final Set<S> running = ConcurrentHashMap.newKeySet();

  /**
   * Prepares a check.
   *
   * @param late the result of a check that has not ended within the limit
   */
  BlockingChecks(Function<S, R> check, R late, Duration limit) {
    this.check = check;
    this.late = late;
    this.limit = limit;
  }

  /** Checks all subjects, and completes within the limit. */
  CompletableFuture<Map<S, R>> run(Collection<S> subjects, Executor executor) {
    Map<S, CompletableFuture<R>> checks = new LinkedHashMap<>();
    subjects.forEach(subject -> checks.put(subject, run(subject, executor)));
    return CompletableFuture.allOf(checks.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<S, R> results = new LinkedHashMap<>();
              checks.forEach((subject, result) -> results.put(subject, result.join()));
              return results;
            });
  }

  private CompletableFuture<R> run(S subject, Executor executor) {
    if (!running.add(subject)) {
      return CompletableFuture.completedFuture(late);
    }
    try {
      return CompletableFuture.supplyAsync(() -> checkAndEnd(subject), executor)
          .completeOnTimeout(late, limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException | Error e) { // The executor has not taken the check.
      running.remove(subject);
      throw e;
    }
  }

  private R checkAndEnd(S subject) {
    try {
      return check.apply(subject);
    } finally {
      running.remove(subject);
    }
  }
}
