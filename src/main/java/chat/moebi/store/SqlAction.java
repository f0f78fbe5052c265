package chat.moebi.store;

import java.sql.SQLException;

/** Work on the database that has no result. */
@FunctionalInterface
interface SqlAction {
  void run(Sql sql) throws SQLException;
}
