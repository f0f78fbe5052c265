package chat.moebi.store;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.store.Dialect.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The texts of the past. */
final class TextsTable {

  private static final String COLUMNS =
      "SELECT id, received, outcome, time, peer, local, room, automatic, texts.text FROM ";

  private final Dialect dialect;
  private final NodeName self;

  TextsTable(Dialect dialect, NodeName self) {
    this.dialect = dialect;
    this.self = self;
  }

  void write(Sql sql, StoredText text) throws SQLException {
    boolean isReceived = text.outcome().isReceived();
    sql.update(
        """
        INSERT INTO texts
          (owner, id, received, outcome, time, peer, local, room, automatic, text, folded)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (owner, id, received) DO UPDATE SET outcome = excluded.outcome
        """,
        sql.owner(),
        text.id(),
        isReceived,
        text.outcome(),
        text.time(),
        isReceived ? text.from() : text.to(),
        (isReceived ? text.to() : Optional.of(text.from())).filter(name -> !name.equals(self)),
        text.room(),
        text.isAutomatic(),
        text.text(),
        folded(text.text()));
  }

  /** Returns the last texts, the oldest first. */
  List<StoredText> last(Sql sql, TextFilter filter) throws SQLException {
    return search(sql, "", filter);
  }

  /** Returns the last texts with all of the words, the oldest first. */
  List<StoredText> search(Sql sql, String words, TextFilter filter) throws SQLException {
    List<String> folded =
        Stream.of(words.strip().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .map(TextsTable::fold)
            .toList();
    List<StoredText> found = new ArrayList<>();
    for (Source source : dialect.sources(sql, folded)) {
      found.addAll(find(sql, source, folded, filter, filter.limit() - found.size()));
    }
    Collections.reverse(found);
    return found;
  }

  private List<StoredText> find(
      Sql sql, Source source, List<String> words, TextFilter filter, int limit)
      throws SQLException {
    StringBuilder query = new StringBuilder(COLUMNS).append(source.from());
    List<Object> parameters = new ArrayList<>(source.parameters());
    query.append(dialect.isOwner());
    parameters.add(sql.owner());
    filter
        .with()
        .ifPresent(
            node -> {
              query.append(" AND peer = ? AND room IS NULL");
              parameters.add(node);
            });
    filter
        .room()
        .ifPresent(
            room -> {
              query.append(" AND room = ?");
              parameters.add(room);
            });
    filter
        .since()
        .ifPresent(
            since -> {
              query.append(" AND time >= ?");
              parameters.add(since);
            });
    for (String word : words) {
      query.append(" AND ").append(dialect.contains());
      parameters.add("%" + word.replaceAll("[\\\\%_]", "\\\\$0") + "%");
    }
    query.append(" ORDER BY ").append(source.order()).append(" DESC LIMIT ?");
    parameters.add(limit);
    return sql.rows(query.toString(), this::read, parameters.toArray());
  }

  private StoredText read(ResultSet row) throws SQLException {
    boolean isReceived = row.getInt(2) == 1;
    Optional<NodeName> peer = Optional.ofNullable(row.getString(5)).map(NodeName::parse);
    NodeName local = Optional.ofNullable(row.getString(6)).map(NodeName::parse).orElse(self);
    return new StoredText(
        Sql.uuid(row.getBytes(1)),
        Instant.ofEpochMilli(row.getLong(4)),
        isReceived ? peer.orElseThrow() : local,
        isReceived ? Optional.of(local) : peer,
        Optional.ofNullable(row.getString(7)).map(RoomName::new),
        row.getString(9),
        row.getInt(8) == 1,
        Outcome.valueOf(row.getString(3)));
  }

  /** Returns the form of a text that searches compare, if LIKE would not find it in the text. */
  static Optional<String> folded(String text) {
    return isAscii(text)
        ? Optional.empty()
        : Optional.of(fold(text)).filter(folded -> !folded.equals(asciiLowerCase(text)));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static String asciiLowerCase(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }
}
