package chat.moebi.store;

import java.sql.SQLException;
import java.util.List;

/** What differs between the databases. */
interface Dialect {

  /** What a failure means for the connection and the file. */
  enum Failure {
    /** The same may succeed later: the disk is full, or somebody has locked the database. */
    PASSING,
    /** The connection is lost, or may be of no use. */
    DISCONNECTED,
    /** The file is no database, or a damaged one. */
    BROKEN,
    /** The index for searches is damaged; the texts are not. */
    INDEX_BROKEN,
    /** The statement cannot be carried out, whatever is tried. */
    STATEMENT
  }

  /**
   * Opens the database.
   *
   * @throws StoreException if it cannot be used
   */
  Sql connect() throws SQLException;

  /** Returns a statement with the names of this database's types in place of {bytes} etc. */
  String ddl(String statement);

  /** Returns the statements that create the index for searches. */
  List<String> searchIndex();

  /** Begins a transaction; one that is not durable may be lost when the machine crashes. */
  void begin(Sql sql, boolean isDurable) throws SQLException;

  /** Adds texts to the index for searches; returns whether there are more. */
  boolean index(Sql sql) throws SQLException;

  /** Returns a condition on {@code texts} for a word in lower case, and its parameters. */
  Condition contains(String word);

  /** Returns what all texts of the past of this node take, about. */
  long historyBytes(Sql sql) throws SQLException;

  /** Returns what a failure means. */
  Failure failure(SQLException e);

  /** Returns words for the user. */
  String reason(SQLException e);

  /** A condition of a query, and its parameters. */
  record Condition(String sql, List<Object> parameters) {}
}
