package chat.moebi.store;

import chat.moebi.name.NodeName;
import java.sql.SQLException;

/** The database of a node, opened when it is first used and after each loss. */
final class Database {

  private final NodeName self;
  private final Dialect dialect;
  private Sql sql;

  Database(Dialect dialect, NodeName self) {
    this.dialect = dialect;
    this.self = self;
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Returns the open database.
   *
   * @throws StoreException if it cannot be used, with words for the user
   */
  Sql open() throws SQLException {
    if (sql == null) {
      Sql opening = dialect.connect();
      boolean isOpen = false;
      try {
        opening.connection().setAutoCommit(false);
        new Schema(dialect, Schema.VERSIONS).migrate(opening);
        opening.owner(owner(opening));
        isOpen = true;
      } finally {
        if (!isOpen) {
          opening.close();
        }
      }
      sql = opening;
    }
    return sql;
  }

  void close() {
    if (sql != null) {
      try {
        sql.close();
      } catch (SQLException e) {
        // The connection is of no use any more.
      }
      sql = null;
    }
  }

  private long owner(Sql opening) throws SQLException {
    opening.update("INSERT INTO owners (name) VALUES (?) ON CONFLICT (name) DO NOTHING", self);
    long number = opening.number("SELECT number FROM owners WHERE name = ?", self);
    opening.connection().commit();
    return number;
  }
}
