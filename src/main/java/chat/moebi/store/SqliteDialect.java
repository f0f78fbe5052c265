package chat.moebi.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite: one file a node. Other processes may read it meanwhile; one process writes.
 *
 * <p>Searches use an index of the three-character parts of texts (FTS5's trigrams), since words are
 * not divided by spaces in every language. The index has no positions and no texts: {@code LIKE}
 * then checks each text that has all the parts. Texts are indexed some time after they were
 * written, when nothing else is to be done; until then a search reads them all.
 */
final class SqliteDialect implements Dialect {

  private static final int PART = 3;
  private static final int INDEXED_AT_ONCE = 500;
  private static final String INDEXED =
      "SELECT coalesce((SELECT rowid FROM words ORDER BY rowid DESC LIMIT 1), 0)";

  private final SqliteFile file;

  /** Whether the connection waits for the disk at each commit, as SQLite does unless told. */
  private boolean isDurable = true;

  SqliteDialect(SqliteFile file) {
    this.file = file;
  }

  @Override
  public Sql connect() throws SQLException {
    Connection connection = file.open();
    Sql sql = new Sql(connection, UnaryOperator.identity());
    boolean isOpen = false;
    try {
      isDurable = true;
      sql.execute("PRAGMA journal_mode = WAL");
      sql.execute("PRAGMA journal_size_limit = 16777216");
      isOpen = true;
      return sql;
    } finally {
      if (!isOpen) {
        connection.close();
      }
    }
  }

  @Override
  public Sql connectToRead() throws SQLException {
    return new Sql(file.openToRead(), UnaryOperator.identity());
  }

  @Override
  public void release() {
    file.release();
  }

  @Override
  public String setAside() {
    return file.setAside();
  }

  @Override
  public String ddl(String statement) {
    return statement.replace("{serial}", "INTEGER PRIMARY KEY").replace("{bytes}", "BLOB");
  }

  @Override
  public List<String> searchIndex() {
    return List.of(
        "CREATE VIRTUAL TABLE words USING"
            + " fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram')",
        "CREATE TRIGGER texts_deleted AFTER DELETE ON texts"
            + " BEGIN DELETE FROM words WHERE rowid = old.seq; END");
  }

  @Override
  public void resetSearchIndex(Sql sql) throws SQLException {
    sql.execute("DROP TRIGGER IF EXISTS texts_deleted");
    sql.execute("DROP TABLE IF EXISTS words");
    for (String statement : searchIndex()) {
      sql.execute(statement);
    }
  }

  @Override
  public void begin(Sql sql, boolean isDurable) throws SQLException {
    if (this.isDurable != isDurable) {
      sql.execute("PRAGMA synchronous = " + (isDurable ? "FULL" : "NORMAL"));
      this.isDurable = isDurable;
    }
    sql.execute("BEGIN");
  }

  @Override
  public void beginAlone(Sql sql) throws SQLException {
    sql.execute("BEGIN IMMEDIATE");
  }

  @Override
  public boolean index(Sql sql) throws SQLException {
    int added =
        sql.update(
            "INSERT INTO words (rowid, text) SELECT seq, coalesce(folded, text) FROM texts"
                + " WHERE seq > ? ORDER BY seq LIMIT ?",
            sql.number(INDEXED),
            INDEXED_AT_ONCE);
    return added == INDEXED_AT_ONCE;
  }

  @Override
  public List<Source> sources(Sql sql, List<String> words) throws SQLException {
    List<String> parts = new ArrayList<>();
    words.forEach(word -> addParts(word, parts));
    if (parts.isEmpty()) { // The words are too short for the index.
      return List.of(new Source("texts WHERE TRUE", "seq", List.of()));
    }
    long indexed = sql.number(INDEXED);
    return List.of(
        new Source("texts WHERE seq > ?", "seq", List.of(indexed)),
        new Source(
            "words CROSS JOIN texts ON seq = words.rowid WHERE words MATCH ?",
            "words.rowid",
            List.of(String.join(" AND ", parts))));
  }

  /** Without an index: nearly all texts of a file are one node's, and the order is another. */
  @Override
  public String isOwner() {
    return " AND +owner = ?";
  }

  @Override
  public String contains() {
    return "coalesce(folded, texts.text) LIKE ? ESCAPE '\\'";
  }

  @Override
  public long size(Sql sql) throws SQLException {
    return sql.number("PRAGMA page_size")
        * (sql.number("PRAGMA page_count") - sql.number("PRAGMA freelist_count"));
  }

  @Override
  public Failure failure(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED -> Failure.PASSING;
      case SQLITE_IOERR,
          SQLITE_READONLY,
          SQLITE_CANTOPEN,
          SQLITE_PERM,
          SQLITE_AUTH,
          SQLITE_PROTOCOL,
          SQLITE_NOMEM ->
          Failure.DISCONNECTED;
      case SQLITE_CORRUPT ->
          code(e) == SQLiteErrorCode.SQLITE_CORRUPT_VTAB ? Failure.INDEX_BROKEN : Failure.BROKEN;
      case SQLITE_NOTADB -> Failure.BROKEN;
      default -> Failure.STATEMENT;
    };
  }

  @Override
  public String reason(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL -> "the disk is full: " + file;
      case SQLITE_BUSY, SQLITE_LOCKED -> "another process has locked " + file;
      case SQLITE_READONLY -> "it is read-only: " + file;
      case SQLITE_CORRUPT, SQLITE_NOTADB -> "it is no database, or a damaged one: " + file;
      default -> file + ": " + e.getMessage();
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException failure
        ? failure.getResultCode()
        : SQLiteErrorCode.SQLITE_ERROR;
  }

  /** Returns the kind of an error, which the lower eight bits of its code are. */
  private static SQLiteErrorCode primary(SQLException e) {
    return SQLiteErrorCode.getErrorCode(code(e).code & 0xff);
  }

  private static void addParts(String word, List<String> parts) {
    int[] letters = word.codePoints().toArray();
    for (int i = 0; i + PART <= letters.length; i++) {
      parts.add('"' + new String(letters, i, PART).replace("\"", "\"\"") + '"');
    }
  }
}
