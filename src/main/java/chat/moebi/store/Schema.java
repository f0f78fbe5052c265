package chat.moebi.store;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and how those of an older version become those of the newest. A released version is
 * never changed; a change is one more version.
 *
 * <p>Each row has the number of the node that it belongs to ({@code owner}), since nodes may share
 * a database. Times are of the clock and serve to be shown; the order is that of {@code seq}.
 */
final class Schema {

  /** The statements that lead from each version to the next, from version 0: no tables at all. */
  static final List<List<String>> VERSIONS =
      List.of(
          List.of(
              "CREATE TABLE owners (number {serial}, name TEXT NOT NULL UNIQUE)",
              """
              CREATE TABLE texts (
                seq {serial}, owner BIGINT NOT NULL, id {bytes} NOT NULL,
                received SMALLINT NOT NULL, outcome TEXT NOT NULL, time BIGINT NOT NULL,
                peer TEXT, local TEXT, room TEXT, automatic SMALLINT NOT NULL,
                text TEXT NOT NULL, folded TEXT,
                UNIQUE (owner, id, received))
              """,
              """
              CREATE TABLE kept (
                owner BIGINT NOT NULL, recipient TEXT NOT NULL, id {bytes} NOT NULL,
                sender TEXT NOT NULL, number BIGINT NOT NULL, attempted BIGINT NOT NULL,
                own SMALLINT NOT NULL, typed BIGINT NOT NULL, room TEXT, text TEXT NOT NULL,
                bytes BIGINT NOT NULL,
                PRIMARY KEY (owner, recipient, id))
              """,
              """
              CREATE TABLE nodes (
                owner BIGINT NOT NULL, node TEXT NOT NULL, met SMALLINT NOT NULL,
                kept_number BIGINT NOT NULL, shown_number BIGINT NOT NULL,
                PRIMARY KEY (owner, node))
              """,
              """
              CREATE TABLE rooms (
                owner BIGINT NOT NULL, node TEXT NOT NULL, room TEXT NOT NULL,
                PRIMARY KEY (owner, node, room))
              """,
              """
              CREATE TABLE starts (
                seq {serial}, owner BIGINT NOT NULL, incarnation BIGINT NOT NULL,
                state TEXT NOT NULL,
                UNIQUE (owner, incarnation))
              """,
              """
              CREATE TABLE showing (
                seq {serial}, owner BIGINT NOT NULL, id {bytes} NOT NULL,
                UNIQUE (owner, id))
              """));

  private final Dialect dialect;
  private final List<List<String>> versions;

  Schema(Dialect dialect, List<List<String>> versions) {
    this.dialect = dialect;
    this.versions = versions;
  }

  /**
   * Brings a database to the newest version, in one transaction. A failure leaves the transaction
   * open, and the connection is to be closed then.
   *
   * @throws StoreException if a newer program has written it
   */
  void migrate(Sql sql) throws SQLException {
    dialect.beginAlone(sql);
    sql.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
    long version = sql.number("SELECT max(version) FROM schema_version");
    if (version > versions.size()) {
      throw newer(version);
    }
    for (long next = version; next < versions.size(); next++) {
      for (String statement : versions.get((int) next)) {
        sql.execute(dialect.ddl(statement));
      }
      if (next == 0) {
        for (String statement : dialect.searchIndex()) {
          sql.execute(statement);
        }
      }
      sql.update("INSERT INTO schema_version (version) VALUES (?)", next + 1);
    }
    sql.execute("COMMIT");
  }

  /**
   * Checks that a database which is only read has the newest version.
   *
   * @throws StoreException if it has another one
   */
  void check(Sql sql) throws SQLException {
    long version = sql.number("SELECT max(version) FROM schema_version");
    if (version > versions.size()) {
      throw newer(version);
    }
    if (version < versions.size()) {
      throw new StoreException("an older chat has written it; start the node once, then try again");
    }
  }

  private StoreException newer(long version) {
    return new StoreException(
        "a newer chat has written it (version %d, and this one knows %d); start the newer one"
            .formatted(version, versions.size()));
  }
}
