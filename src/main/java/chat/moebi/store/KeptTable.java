package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The texts that wait for their recipients. */
final class KeptTable {

  /** What a text takes beside its letters. */
  private static final int BYTES_PER_TEXT = 100;

  /** How many times the texts for one recipient all texts may be. */
  private static final int IN_ALL = 4;

  private static final String COLUMNS =
      "SELECT id, typed, sender, recipient, room, text, number, attempted, own FROM kept ";

  private static final String ORDER = " ORDER BY recipient, sender, number, id";

  /** How many texts wait, and what they take. */
  private record Tally(long texts, long bytes) {

    static final Tally NONE = new Tally(0, 0);

    Tally plus(Tally other) {
      return new Tally(texts + other.texts, bytes + other.bytes);
    }
  }

  private final StoreSettings settings;
  private final NodeName self;

  /** What waits for each recipient; null until it is read. */
  private Map<NodeName, Tally> tallies;

  KeptTable(StoreSettings settings, NodeName self) {
    this.settings = settings;
    this.self = self;
  }

  /** Forgets what waits: a transaction was undone. */
  void forget() {
    tallies = null;
  }

  Kept keep(Sql sql, KeptText text) throws SQLException {
    List<KeptText> former =
        sql.rows(
            COLUMNS + "WHERE owner = ? AND recipient = ? AND id = ?",
            KeptTable::read,
            sql.owner(),
            text.to(),
            text.id());
    if (!former.isEmpty()) {
      return new Kept.Stored(former.get(0));
    }
    long bytes = BYTES_PER_TEXT + text.text().getBytes(StandardCharsets.UTF_8).length;
    Optional<String> objection = objection(sql, text.to(), bytes);
    if (objection.isPresent()) {
      return new Kept.Refused(objection.get());
    }
    KeptText numbered =
        text.isOwn() && text.number() == 0 ? text.withNumber(nextNumber(sql, text.to())) : text;
    sql.update(
        """
        INSERT INTO kept
          (owner, recipient, id, sender, number, attempted, own, typed, room, text, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        sql.owner(),
        numbered.to(),
        numbered.id(),
        numbered.from(),
        numbered.number(),
        numbered.attempted(),
        numbered.isOwn(),
        numbered.typed(),
        numbered.room(),
        numbered.text(),
        bytes);
    add(text.to(), new Tally(1, bytes));
    return new Kept.Stored(numbered);
  }

  void attempted(Sql sql, NodeName to, Collection<UUID> ids, long incarnation) throws SQLException {
    for (UUID id : ids) {
      sql.update(
          "UPDATE kept SET attempted = ? WHERE owner = ? AND recipient = ? AND id = ?",
          incarnation,
          sql.owner(),
          to,
          id);
    }
  }

  Void settle(Sql sql, NodeName to, Collection<UUID> ids) throws SQLException {
    for (UUID id : ids) {
      sql.rows(
              "DELETE FROM kept WHERE owner = ? AND recipient = ? AND id = ? RETURNING bytes",
              row -> row.getLong(1),
              sql.owner(),
              to,
              id)
          .forEach(bytes -> add(to, new Tally(-1, -bytes)));
      if (settings.isShared() && to.equals(self)) {
        sql.update("DELETE FROM kept WHERE recipient = ? AND id = ?", to, id);
      }
    }
    return null;
  }

  List<KeptText> of(Sql sql, NodeName to) throws SQLException {
    return sql.rows(
        COLUMNS + "WHERE owner = ? AND recipient = ?" + ORDER, KeptTable::read, sql.owner(), to);
  }

  List<KeptText> own(Sql sql, NodeName to, int limit) throws SQLException {
    return sql.rows(
        COLUMNS + "WHERE owner = ? AND recipient = ? AND own = 1 ORDER BY number LIMIT ?",
        KeptTable::read,
        sql.owner(),
        to,
        limit);
  }

  Map<NodeName, List<UUID>> ownIds(Sql sql) throws SQLException {
    Map<NodeName, List<UUID>> ids = new TreeMap<>();
    sql.rows(
        "SELECT recipient, id FROM kept WHERE owner = ? AND own = 1 ORDER BY recipient, number",
        row ->
            ids.computeIfAbsent(NodeName.parse(row.getString(1)), node -> new ArrayList<>())
                .add(Sql.uuid(row.getBytes(2))),
        sql.owner());
    return ids;
  }

  List<KeptText> all(Sql sql) throws SQLException {
    return sql.rows(COLUMNS + "WHERE owner = ?" + ORDER, KeptTable::read, sql.owner());
  }

  List<KeptText> byOthers(Sql sql) throws SQLException {
    return settings.isShared()
        ? sql.rows(
            COLUMNS + "WHERE owner <> ? AND recipient = ?" + ORDER,
            KeptTable::read,
            sql.owner(),
            self)
        : List.of();
  }

  List<KeptText> expire(Sql sql, Instant before) throws SQLException {
    List<KeptText> expired =
        sql.rows(
            COLUMNS + "WHERE owner = ? AND typed < ?" + ORDER,
            KeptTable::read,
            sql.owner(),
            before);
    sql.update("DELETE FROM kept WHERE owner = ? AND typed < ?", sql.owner(), before);
    forget();
    return expired;
  }

  private Optional<String> objection(Sql sql, NodeName to, long bytes) throws SQLException {
    Map<NodeName, Tally> known = tallies(sql);
    Tally inAll = known.values().stream().reduce(Tally.NONE, Tally::plus);
    return objection(known.getOrDefault(to, Tally.NONE), bytes, 1, "wait for " + to + " already")
        .or(() -> objection(inAll, bytes, IN_ALL, "wait for other nodes already"));
  }

  private Optional<String> objection(Tally tally, long bytes, int times, String wait) {
    if (tally.texts() >= (long) settings.maxKept() * times) {
      return Optional.of("%,d texts %s".formatted(tally.texts(), wait));
    }
    return tally.bytes() + bytes > settings.maxKeptBytes() * times
        ? Optional.of("texts of %,d KiB %s".formatted(tally.bytes() >> 10, wait))
        : Optional.empty();
  }

  private long nextNumber(Sql sql, NodeName to) throws SQLException {
    sql.update(
        """
        INSERT INTO nodes (owner, node, met, kept_number, shown_number) VALUES (?, ?, 0, 1, 0)
        ON CONFLICT (owner, node) DO UPDATE SET kept_number = nodes.kept_number + 1
        """,
        sql.owner(),
        to);
    return sql.number(
        "SELECT kept_number FROM nodes WHERE owner = ? AND node = ?", sql.owner(), to);
  }

  private void add(NodeName to, Tally tally) {
    if (tallies != null) {
      tallies.merge(to, tally, Tally::plus);
    }
  }

  private Map<NodeName, Tally> tallies(Sql sql) throws SQLException {
    if (tallies == null) {
      Map<NodeName, Tally> read = new HashMap<>();
      sql.rows(
          "SELECT recipient, count(*), sum(bytes) FROM kept WHERE owner = ? GROUP BY recipient",
          row ->
              read.put(NodeName.parse(row.getString(1)), new Tally(row.getLong(2), row.getLong(3))),
          sql.owner());
      tallies = read;
    }
    return tallies;
  }

  private static KeptText read(ResultSet row) throws SQLException {
    return new KeptText(
        Sql.uuid(row.getBytes(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        NodeName.parse(row.getString(3)),
        NodeName.parse(row.getString(4)),
        Optional.ofNullable(row.getString(5)).map(RoomName::new),
        row.getString(6),
        row.getLong(7),
        row.getLong(8),
        row.getInt(9) == 1);
  }
}
