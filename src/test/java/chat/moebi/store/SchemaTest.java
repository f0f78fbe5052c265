package chat.moebi.store;

import static chat.moebi.store.StoredTexts.ALEX;
import static chat.moebi.store.StoredTexts.DOGS;
import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.cookie.OwnerOnly;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

  /** A file as the first version has written it, as statements. Never to be changed. */
  private static final String FIRST_VERSION = "/store/schema-1.sql";

  @TempDir Path home;

  private Path file;

  @BeforeEach
  void createFile() throws Exception {
    Path directory = home.resolve("chat");
    Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    file = directory.resolve("alex@localhost.db");
    Files.createFile(file, OwnerOnly.FILE);
    try (Sql sql = connect()) {
      String statements =
          new String(
              SchemaTest.class.getResourceAsStream(FIRST_VERSION).readAllBytes(),
              StandardCharsets.UTF_8);
      for (String statement : statements.split(";\n")) {
        if (!statement.isBlank()) {
          sql.execute(statement);
        }
      }
    }
  }

  @Test
  void aFileOfTheFirstVersionIsUsedWithAllThatIsInIt() throws Exception {
    Store store = Store.of(StoredTexts.in(file.getParent()), ALEX, note -> {});
    store.open();

    assertThat(get(store.whenOpen())).isTrue();
    assertThat(get(store.history(TextFilter.last(9))))
        .extracting(StoredText::text)
        .containsExactly("lunch?", "ÜBERMORGEN");
    assertThat(get(store.search("über", TextFilter.last(9)))).hasSize(1);
    assertThat(get(store.kept(KATE)))
        .extracting(KeptText::text, KeptText::number, KeptText::attempted)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("at one?", 3L, 42L));
    assertThat(get(store.rooms())).containsEntry(ALEX, Set.of(DOGS));
    assertThat(get(store.hasMet(KATE))).isTrue();
    assertThat(get(store.lastShown(KATE))).isEqualTo(5);
    assertThat(get(store.shown(new java.util.UUID(1, 9), 12))).isEqualTo(Shown.NO);
    assertThat(get(store.shown(new java.util.UUID(1, 3), 0))).isEqualTo(Shown.UNKNOWN);
    store.close();
  }

  @Test
  void eachVersionLeadsToTheNext() throws Exception {
    SqliteDialect dialect = new SqliteDialect(new SqliteFile(() -> file));
    Schema next =
        new Schema(
            dialect,
            versions(
                List.of(
                    List.of("ALTER TABLE nodes ADD COLUMN nick TEXT"),
                    List.of("DROP TABLE rooms"))));
    try (Sql sql = connect()) {
      next.migrate(sql);
      next.migrate(sql);
      next.check(sql);

      assertThat(sql.number("SELECT max(version) FROM schema_version"))
          .isEqualTo(Schema.VERSIONS.size() + 2);
      assertThat(sql.number("SELECT count(*) FROM nodes WHERE nick IS NULL")).isEqualTo(1);
    }
  }

  @Test
  void aMigrationThatFailsChangesNothing() throws Exception {
    SqliteDialect dialect = new SqliteDialect(new SqliteFile(() -> file));
    try (Sql sql = connect()) {
      Schema wrong = new Schema(dialect, versions(List.of(List.of("DROP TABLE rooms", "no SQL"))));
      assertThatThrownBy(() -> wrong.migrate(sql)).isInstanceOf(SQLException.class);
    }
    try (Sql sql = connect()) {
      new Schema(dialect, Schema.VERSIONS).check(sql);
      assertThat(sql.number("SELECT count(*) FROM rooms")).isEqualTo(1);
    }
  }

  @Test
  void aReaderWantsTheNodeToBringAnOlderFileUpToDate() throws Exception {
    SqliteDialect dialect = new SqliteDialect(new SqliteFile(() -> file));
    try (Sql sql = connect()) {
      Schema newer = new Schema(dialect, versions(List.of(List.of("DROP TABLE rooms"))));

      assertThatThrownBy(() -> newer.check(sql))
          .isInstanceOf(StoreException.class)
          .hasMessage("an older chat has written it; start the node once, then try again");
    }
  }

  private static List<List<String>> versions(List<List<String>> more) {
    List<List<String>> versions = new ArrayList<>(Schema.VERSIONS);
    versions.addAll(more);
    return versions;
  }

  private Sql connect() throws SQLException {
    return new Sql(
        new org.sqlite.SQLiteConfig().createConnection("jdbc:sqlite:" + file), text -> text);
  }
}
