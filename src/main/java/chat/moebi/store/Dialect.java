package chat.moebi.store;

import java.sql.SQLException;
import java.util.List;

/** What differs between the databases. */
interface Dialect {

  /** What a failure means for the connection and for the data. */
  enum Failure {
    /** The same may succeed later: the disk is full, say, or another process has a lock. */
    PASSING,
    /** The connection is of no use any more; another one may be. */
    DISCONNECTED,
    /** The file is not a database, or is damaged. */
    BROKEN,
    /** The index for searches is damaged; all else is not. */
    INDEX_BROKEN,
    /** The statement fails whenever it is tried. */
    STATEMENT
  }

  /**
   * Where the texts with certain words are, in part or in all.
   *
   * @param from what follows {@code FROM}, with a condition that is true of at least these texts
   * @param order the column by which they are in order
   */
  record Source(String from, String order, List<Object> parameters) {}

  /**
   * Opens the database for reading and writing.
   *
   * @throws StoreException if it cannot be used, with words for the user
   */
  Sql connect() throws SQLException;

  /**
   * Opens a database that exists already, for reading, whether or not the node runs.
   *
   * @throws StoreException if it cannot be used, with words for the user
   */
  Sql connectToRead() throws SQLException;

  /** Frees what {@link #connect} has taken beside the connection. */
  void release();

  /**
   * Puts a broken database away under another name, where it stays.
   *
   * @return the note for the user
   * @throws StoreException if that cannot be done, with words for the user
   */
  String setAside();

  /** Returns a statement that creates a table, with the names of types that this database has. */
  String ddl(String statement);

  /** Returns the statements that create the index for searches. */
  List<String> searchIndex();

  /** Creates the damaged index for searches anew, empty. */
  void resetSearchIndex(Sql sql) throws SQLException;

  /** Begins a transaction; if it is not durable, a crash of the machine may undo it. */
  void begin(Sql sql, boolean isDurable) throws SQLException;

  /** Begins a transaction that no other process can have at the same time. */
  void beginAlone(Sql sql) throws SQLException;

  /** Adds some texts to the index for searches; returns whether there may be more. */
  boolean index(Sql sql) throws SQLException;

  /** Returns the sources of texts with all of these words, the newest texts first. */
  List<Source> sources(Sql sql, List<String> words) throws SQLException;

  /** Returns the condition that a text is this node's, with the node's number as parameter. */
  String isOwner();

  /** Returns the condition that a word is in a text, with the word's pattern as parameter. */
  String contains();

  /** Returns what this node's texts take, about. */
  long size(Sql sql) throws SQLException;

  /** Returns what a failure means. */
  Failure failure(SQLException e);

  /** Returns words for the user that say what has failed, and why. */
  String reason(SQLException e);
}
