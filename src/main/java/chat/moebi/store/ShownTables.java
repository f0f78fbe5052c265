package chat.moebi.store;

import chat.moebi.name.NodeName;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Which texts this node has shown, as far as that is certain: the texts themselves, those that were
 * about to be shown, and which incarnations of this node have recorded all that they have shown.
 */
final class ShownTables {

  private static final String RUNNING = "RUNNING";
  private static final String COMPLETE = "COMPLETE";

  /** The incarnations of this process. */
  private final Set<Long> running = new HashSet<>();

  /** Whether this process records all that it shows; once it has not, nothing is certain. */
  private boolean isComplete = true;

  /** Returns what is known about a text without any record. */
  static Shown unrecorded(long attempted) {
    return attempted == 0 ? Shown.NO : Shown.UNKNOWN;
  }

  void started(Sql sql, long incarnation) throws SQLException {
    running.add(incarnation);
    sql.update(
        """
        INSERT INTO starts (owner, incarnation, state) VALUES (?, ?, ?)
        ON CONFLICT (owner, incarnation) DO NOTHING
        """,
        sql.owner(),
        incarnation,
        RUNNING);
  }

  void ended(Sql sql, long incarnation) throws SQLException {
    if (isComplete && running.contains(incarnation)) {
      sql.update(
          "UPDATE starts SET state = ? WHERE owner = ? AND incarnation = ?",
          COMPLETE,
          sql.owner(),
          incarnation);
    }
  }

  void endedAll(Sql sql) throws SQLException {
    for (long incarnation : running) {
      ended(sql, incarnation);
    }
  }

  /** Notes that texts which this node may have shown will not be recorded. */
  void textsLeftOut() {
    isComplete = false;
  }

  void showing(Sql sql, UUID id) throws SQLException {
    sql.update(
        "INSERT INTO showing (owner, id) VALUES (?, ?) ON CONFLICT (owner, id) DO NOTHING",
        sql.owner(),
        id);
  }

  /** Notes that a text was shown, which is recorded among the texts. */
  void shown(Sql sql, StoredText text, long number) throws SQLException {
    sql.update("DELETE FROM showing WHERE owner = ? AND id = ?", sql.owner(), text.id());
    if (number > 0) {
      sql.update(
          """
          INSERT INTO nodes (owner, node, met, kept_number, shown_number) VALUES (?, ?, 1, 0, ?)
          ON CONFLICT (owner, node) DO UPDATE SET shown_number = excluded.shown_number
          WHERE nodes.shown_number < excluded.shown_number
          """,
          sql.owner(),
          text.from(),
          number);
    }
  }

  Shown shown(Sql sql, UUID id, long attempted) throws SQLException {
    if (sql.number(
            "SELECT count(*) FROM texts WHERE owner = ? AND id = ? AND received = 1",
            sql.owner(),
            id)
        > 0) {
      return Shown.YES;
    }
    if (sql.number("SELECT count(*) FROM showing WHERE owner = ? AND id = ?", sql.owner(), id)
        > 0) {
      return Shown.UNKNOWN;
    }
    if (attempted == 0 || isComplete && running.contains(attempted)) {
      return Shown.NO;
    }
    return sql.number(
                "SELECT count(*) FROM starts WHERE owner = ? AND incarnation = ? AND state = ?",
                sql.owner(),
                attempted,
                COMPLETE)
            > 0
        ? Shown.NO
        : Shown.UNKNOWN;
  }

  long lastNumber(Sql sql, NodeName from) throws SQLException {
    return sql.number(
        "SELECT shown_number FROM nodes WHERE owner = ? AND node = ?", sql.owner(), from);
  }
}
