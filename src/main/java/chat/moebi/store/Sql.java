package chat.moebi.store;

import chat.moebi.name.RoomName;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** An open database, and the node whose rows are read and written. Used by one thread at a time. */
final class Sql implements AutoCloseable {

  /** Reads one row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final UnaryOperator<String> storable;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private long owner;

  /**
   * Takes an open connection, whose transactions begin and end with statements.
   *
   * @param storable turns a text into one that the database can store
   */
  Sql(Connection connection, UnaryOperator<String> storable) {
    this.connection = connection;
    this.storable = storable;
  }

  /** Returns the number that stands for this node in each row. */
  long owner() {
    return owner;
  }

  void owner(long number) {
    owner = number;
  }

  /** Runs a statement without parameters that is not used again. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement that changes rows, and returns how many it has changed. */
  int update(String sql, Object... parameters) throws SQLException {
    try {
      return prepared(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      forget(sql, e);
      throw e;
    }
  }

  /** Returns all rows that a query finds. */
  <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = prepared(sql, parameters).executeQuery()) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    } catch (SQLException e) {
      forget(sql, e);
      throw e;
    }
    return rows;
  }

  /** Returns the number that a query finds in its first row, or 0 if there is no row. */
  long number(String sql, Object... parameters) throws SQLException {
    List<Long> rows = rows(sql, row -> row.getLong(1), parameters);
    return rows.isEmpty() ? 0 : rows.get(0);
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // Closes the statements too.
  }

  static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** A statement that has failed may be of no use any more. */
  private void forget(String sql, SQLException failure) {
    PreparedStatement failed = statements.remove(sql);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      set(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  private void set(PreparedStatement statement, int index, Object value) throws SQLException {
    if (value instanceof Optional<?> optional) {
      set(statement, index, optional.orElse(null));
    } else if (value == null) {
      statement.setNull(index, Types.VARCHAR);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof Boolean truth) {
      statement.setInt(index, truth ? 1 : 0);
    } else if (value instanceof Instant time) {
      statement.setLong(index, time.toEpochMilli());
    } else if (value instanceof UUID id) {
      statement.setBytes(index, bytes(id));
    } else if (value instanceof RoomName room) {
      statement.setString(index, room.name());
    } else {
      statement.setString(index, storable.apply(value.toString()));
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
