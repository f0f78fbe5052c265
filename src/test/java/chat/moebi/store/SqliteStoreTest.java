package chat.moebi.store;

import static chat.moebi.store.StoredTexts.ALEX;
import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.await;
import static chat.moebi.store.StoredTexts.from;
import static chat.moebi.store.StoredTexts.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreCases {

  @TempDir Path directory;

  @Override
  StoreSettings settings(int maxKept, long maxKeptBytes) {
    return StoredTexts.settings("", directory.resolve("chat"), maxKept, maxKeptBytes);
  }

  @Override
  void index(Store store) throws Exception {
    Sql sql = new SqliteDialect(new SqliteFile(this::file)).connectToRead();
    try (sql) {
      long last = sql.number("SELECT max(seq) FROM texts");
      await(() -> sql.number("SELECT max(rowid) FROM words") >= last);
    }
  }

  @Test
  void theFilesAreTheUsersAlone() throws Exception {
    Store store = open(ALEX);
    get(store.recordShown(from(KATE, "hi"), 0));

    try (Stream<Path> files = Files.list(directory.resolve("chat"))) {
      assertThat(files)
          .extracting(Path::getFileName)
          .extracting(Path::toString)
          .containsExactlyInAnyOrder(
              "alex@localhost.db",
              "alex@localhost.db-shm",
              "alex@localhost.db-wal",
              "alex@localhost.db.lock");
    }
    try (Stream<Path> files = Files.walk(directory.resolve("chat"))) {
      for (Path path : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void theNativeLibraryLeavesNoFile() throws Exception {
    open(ALEX);
    String prefix = "chat-" + ProcessHandle.current().pid() + "-";

    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(prefix) || name.contains("sqlitejdbc"));
    }
  }

  @Test
  void nothingIsOpenedBeforeTheNodeIsReady() {
    try (Store store = Store.of(settings(1, 1 << 20), ALEX, notes::add)) {
      store.record(from(KATE, "hi"));

      assertThat(directory.resolve("chat")).doesNotExist();
    }
  }

  @Test
  void theOldestTextsGoWhenThereAreTooMany() throws Exception {
    StoreSettings few = new StoreSettings("", settings(1, 1).directory(), 3, 1L << 30, 10, 1 << 20);
    Store store = open(ALEX, few);
    List<StoredText> texts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      texts.add(from(KATE, "text " + i));
      store.record(texts.get(i));
    }
    get(store.hasMet(KATE)); // All texts are written.
    try (HistoryReader reader = reader()) {
      await(() -> reader.history(TextFilter.last(9)).size() <= 3);
    }

    assertThat(get(store.history(TextFilter.last(9)))).isEqualTo(texts.subList(2, 5));
    assertThat(get(store.search("text", TextFilter.last(9)))).isEqualTo(texts.subList(2, 5));
  }

  @Test
  void theOldestTextsGoWhenTheyTakeTooMuch() throws Exception {
    StoreSettings small =
        new StoreSettings("", settings(1, 1).directory(), 1_000_000, 1 << 20, 10, 1 << 20);
    Store store = open(ALEX, small);
    store.record(from(KATE, "aardvark"));
    for (int i = 0; i < 3000; i++) {
      store.record(from(KATE, "text " + i + " " + "x".repeat(1000)));
    }
    StoredText last = from(KATE, "the last one");
    store.record(last);
    get(store.hasMet(KATE));
    SqliteDialect dialect = new SqliteDialect(new SqliteFile(this::file));
    try (Sql sql = dialect.connectToRead()) {
      await(() -> dialect.size(sql) <= 1 << 20);
    }

    assertThat(get(store.history(TextFilter.last(1)))).containsExactly(last);
    assertThat(get(store.search("aardvark", TextFilter.last(1)))).isEmpty();
  }

  @Test
  void textsThatComeFasterThanTheDiskAreCountedAndMakeTheIncarnationUncertain() throws Exception {
    Store store = Store.of(settings(1, 1 << 20), ALEX, notes::add);
    store.started(12);
    String text = "x".repeat(1 << 20);
    for (int i = 0; i < 10; i++) { // The first 7 have room in 16 MiB of UTF-16.
      store.record(from(KATE, text));
    }
    store.open();

    assertThat(get(store.history(TextFilter.last(20)))).hasSize(7);
    assertThat(get(store.shown(UUID.randomUUID(), 12))).isEqualTo(Shown.UNKNOWN);
    assertThat(nextNote()).isEqualTo("history leaves out 3 texts: they came faster than the disk");
    store.close();
  }

  @Test
  void aReaderOfANodeWithoutAFileSaysSo() {
    assertThatThrownBy(this::reader)
        .isInstanceOf(StoreException.class)
        .hasMessage("there is no " + file());
    assertThat(HistoryReader.nodes(settings(1, 1))).isEmpty();
  }

  private Path file() {
    return directory.resolve("chat/alex@localhost.db");
  }
}
