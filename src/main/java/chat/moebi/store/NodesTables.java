package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The nodes that were met, and the rooms that they were in. */
final class NodesTables {

  void met(Sql sql, NodeName node) throws SQLException {
    sql.update(
        """
        INSERT INTO nodes (owner, node, met, kept_number, shown_number) VALUES (?, ?, 1, 0, 0)
        ON CONFLICT (owner, node) DO UPDATE SET met = 1
        """,
        sql.owner(),
        node);
  }

  boolean hasMet(Sql sql, NodeName node) throws SQLException {
    return sql.number(
            "SELECT count(*) FROM nodes WHERE owner = ? AND node = ? AND met = 1",
            sql.owner(),
            node)
        > 0;
  }

  void rooms(Sql sql, NodeName node, Set<RoomName> rooms) throws SQLException {
    sql.update("DELETE FROM rooms WHERE owner = ? AND node = ?", sql.owner(), node);
    for (RoomName room : rooms) {
      sql.update("INSERT INTO rooms (owner, node, room) VALUES (?, ?, ?)", sql.owner(), node, room);
    }
  }

  Map<NodeName, Set<RoomName>> rooms(Sql sql) throws SQLException {
    Map<NodeName, Set<RoomName>> rooms = new TreeMap<>();
    sql.rows(
        "SELECT node, room FROM rooms WHERE owner = ?",
        row ->
            rooms
                .computeIfAbsent(NodeName.parse(row.getString(1)), node -> new TreeSet<>())
                .add(new RoomName(row.getString(2))),
        sql.owner());
    return rooms;
  }
}
