package chat.moebi.store;

import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sqlite.JDBC;

/** SQLite: one file a node. */
final class SqliteDialect implements Dialect {

  private final Supplier<Path> file;

  SqliteDialect(Supplier<Path> file) {
    this.file = file;
  }

  @Override
  public Sql connect() throws SQLException {
    Path path = file.get();
    try {
      OwnerOnly.createDirectory(path.getParent());
      if (!Files.exists(path)) {
        Files.createFile(path, OwnerOnly.FILE);
      }
    } catch (IOException e) {
      throw new StoreException("cannot use " + path + ": " + e.getMessage(), e);
    }
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + path, new Properties());
    Sql sql = new Sql(connection, UnaryOperator.identity());
    sql.execute("PRAGMA journal_mode = WAL");
    return sql;
  }

  @Override
  public String ddl(String statement) {
    return statement
        .replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT")
        .replace("{bytes}", "BLOB");
  }

  @Override
  public List<String> searchIndex() {
    return List.of();
  }

  @Override
  public void begin(Sql sql, boolean isDurable) throws SQLException {}

  @Override
  public boolean index(Sql sql) throws SQLException {
    return false;
  }

  @Override
  public Condition contains(String word) {
    String pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return new Condition("coalesce(folded, text) LIKE ? ESCAPE '\\'", List.of("%" + pattern + "%"));
  }

  @Override
  public long historyBytes(Sql sql) throws SQLException {
    return 0;
  }

  @Override
  public Failure failure(SQLException e) {
    return Failure.PASSING;
  }

  @Override
  public String reason(SQLException e) {
    return e.getMessage();
  }
}
