package chat.moebi.store;

import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the texts of the past of a node, whether or not the node runs. Its methods wait for the
 * disk, and throw a {@link StoreException} with words for the user.
 */
public final class HistoryReader implements AutoCloseable {

  private static final String SUFFIX = ".db";

  /** Reads something. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws SQLException;
  }

  private final Dialect dialect;
  private final TextsTable texts;
  private final Sql sql;

  private HistoryReader(Dialect dialect, NodeName node, Sql sql) {
    this.dialect = dialect;
    this.texts = new TextsTable(dialect, node);
    this.sql = sql;
  }

  /** Opens the database of a node, which must exist. */
  public static HistoryReader open(StoreSettings settings, NodeName node) {
    Dialect dialect = Dialects.of(settings, node);
    return read(
        dialect,
        () -> {
          Sql sql = dialect.connectToRead();
          boolean isOpen = false;
          try {
            new Schema(dialect, Schema.VERSIONS).check(sql);
            sql.owner(sql.number("SELECT number FROM owners WHERE name = ?", node));
            isOpen = true;
            return new HistoryReader(dialect, node, sql);
          } finally {
            if (!isOpen) {
              sql.close();
            }
          }
        });
  }

  /** Returns the nodes that have a database, in order. */
  public static List<NodeName> nodes(StoreSettings settings) {
    if (!settings.isShared()) {
      return settings
          .directory()
          .filter(Files::isDirectory)
          .map(HistoryReader::nodesIn)
          .orElse(List.of());
    }
    Dialect dialect = Dialects.of(settings, null);
    return read(
        dialect,
        () -> {
          try (Sql sql = dialect.connectToRead()) {
            return sql.rows(
                "SELECT name FROM owners ORDER BY name", row -> NodeName.parse(row.getString(1)));
          }
        });
  }

  /** Returns the last texts that pass the filter, the oldest first. */
  public List<StoredText> history(TextFilter filter) {
    return read(dialect, () -> texts.last(sql, filter));
  }

  /** Returns the last texts that have each of the words and pass the filter, the oldest first. */
  public List<StoredText> search(String words, TextFilter filter) {
    return read(dialect, () -> texts.search(sql, words, filter));
  }

  @Override
  public void close() {
    read(
        dialect,
        () -> {
          sql.close();
          return true;
        });
  }

  private static List<NodeName> nodesIn(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      List<NodeName> nodes = new ArrayList<>();
      for (Path file : files) {
        nodeOf(file.getFileName().toString()).ifPresent(nodes::add);
      }
      return nodes.stream().sorted().toList();
    } catch (IOException e) {
      throw new StoreException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Optional<NodeName> nodeOf(String file) {
    try {
      return Optional.of(NodeName.parse(file.substring(0, file.length() - SUFFIX.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Another program's file.
    }
  }

  private static <T> T read(Dialect dialect, Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw new StoreException(dialect.reason(e), e);
    }
  }
}
