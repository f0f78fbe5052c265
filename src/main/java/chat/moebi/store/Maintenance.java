package chat.moebi.store;

import java.sql.SQLException;

/**
 * What is done when nothing else is to be done: texts are added to the index for searches, and the
 * oldest texts go when there are too many.
 */
final class Maintenance {

  private static final int DELETED_AT_ONCE = 500;

  private final Dialect dialect;
  private final StoreSettings settings;
  private boolean hasMore = true;

  Maintenance(Dialect dialect, StoreSettings settings) {
    this.dialect = dialect;
    this.settings = settings;
  }

  /** Whether there is more to be done, as far as is known. */
  boolean hasMore() {
    return hasMore;
  }

  /** Does a part of it. */
  void step(Sql sql) throws SQLException {
    hasMore = dialect.index(sql) | deleteOldest(sql);
  }

  private boolean deleteOldest(Sql sql) throws SQLException {
    boolean isTooMuch = dialect.size(sql) > settings.maxHistoryBytes();
    long tooMany =
        sql.number("SELECT count(*) FROM texts WHERE owner = ?", sql.owner())
            - settings.maxHistory();
    if (tooMany <= 0 && !isTooMuch) {
      return false;
    }
    int deleted =
        sql.update(
            """
            DELETE FROM texts WHERE seq IN
              (SELECT seq FROM texts WHERE owner = ? ORDER BY seq LIMIT ?)
            """,
            sql.owner(),
            isTooMuch ? DELETED_AT_ONCE : Math.min(tooMany, DELETED_AT_ONCE));
    return deleted > 0;
  }
}
