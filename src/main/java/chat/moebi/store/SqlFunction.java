package chat.moebi.store;

import java.sql.SQLException;

/** Work on the database that has a result. */
@FunctionalInterface
interface SqlFunction<T> {
  T apply(Sql sql) throws SQLException;
}
