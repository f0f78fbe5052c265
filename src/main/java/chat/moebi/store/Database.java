package chat.moebi.store;

import chat.moebi.name.NodeName;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a node, opened when it is first used, and again after a loss. */
final class Database {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Dialect dialect;
  private final NodeName self;
  private final Schema schema;
  private Sql sql;

  Database(Dialect dialect, NodeName self) {
    this(dialect, self, new Schema(dialect, Schema.VERSIONS));
  }

  Database(Dialect dialect, NodeName self, Schema schema) {
    this.dialect = dialect;
    this.self = self;
    this.schema = schema;
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
      boolean isOpen = false;
      try {
        sql = dialect.connect();
        schema.migrate(sql);
        sql.update("INSERT INTO owners (name) VALUES (?) ON CONFLICT (name) DO NOTHING", self);
        sql.owner(sql.number("SELECT number FROM owners WHERE name = ?", self));
        isOpen = true;
      } finally {
        if (!isOpen) {
          close();
        }
      }
    }
    return sql;
  }

  boolean isOpen() {
    return sql != null;
  }

  /** Undoes what the transaction has done; the connection may be of no use. */
  void rollback() {
    if (sql != null) {
      try {
        sql.execute("ROLLBACK");
      } catch (SQLException e) {
        checkIsRolledBack();
      }
    }
  }

  /** SQLite itself has rolled back after some failures. Then a transaction can begin. */
  private void checkIsRolledBack() {
    try {
      sql.execute("BEGIN");
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.info("cannot roll back; the database is to be opened anew", e);
      close();
    }
  }

  void close() {
    if (sql != null) {
      try {
        sql.close();
      } catch (SQLException e) {
        LOG.info("cannot close the database", e);
      }
      sql = null;
    }
    dialect.release();
  }

  /** Puts the broken database away; returns the note for the user. */
  String setAside() {
    try {
      close();
      return dialect.setAside();
    } finally {
      dialect.release();
    }
  }
}
