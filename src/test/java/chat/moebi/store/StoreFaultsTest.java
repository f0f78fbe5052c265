package chat.moebi.store;

import static chat.moebi.store.StoredTexts.ALEX;
import static chat.moebi.store.StoredTexts.KATE;
import static chat.moebi.store.StoredTexts.await;
import static chat.moebi.store.StoredTexts.from;
import static chat.moebi.store.StoredTexts.get;
import static chat.moebi.store.StoredTexts.keptFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.OwnerOnly;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store does when its file cannot be used. */
class StoreFaultsTest {

  private static final String NOT_KEPT = "texts are not kept on disk: ";
  private static final String AGAIN = "texts are kept on disk again";

  @TempDir Path home;

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final List<Store> stores = new ArrayList<>();
  private Path directory;
  private Path file;

  @BeforeEach
  void createDirectory() throws Exception {
    directory = home.resolve("chat");
    Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    file = directory.resolve("alex@localhost.db");
  }

  @AfterEach
  void close() {
    stores.forEach(Store::close);
  }

  @Test
  void aFileOfANewerVersionIsLeftAsItIs() throws Exception {
    open().close();
    change("INSERT INTO schema_version (version) VALUES (1000)");
    byte[] before = Files.readAllBytes(file);
    Store store = open();

    assertThat(get(store.whenOpen())).isFalse();
    String reason =
        "a newer chat has written it (version 1000, and this one knows "
            + Schema.VERSIONS.size()
            + "); start the newer one";
    assertThat(get(store.keep(keptFor(KATE, "hi")))).isEqualTo(new Kept.Refused(reason));
    assertThat(notes).containsExactly(NOT_KEPT + reason);
    store.close();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThatThrownBy(this::reader).hasMessage(reason);
    assertThat(names()).doesNotContain("broken");
  }

  @Test
  void whatIsNoDatabaseIsSetAside() throws Exception {
    String content = "no database ".repeat(1000);
    Files.createFile(file, OwnerOnly.FILE);
    Files.writeString(file, content);
    Store store = open();

    assertThat(get(store.whenOpen())).isTrue();
    Path broken = broken();
    assertThat(broken).hasContent(content);
    assertThat(notes)
        .containsExactly(
            file + " is damaged; it is now " + broken.getFileName() + ", and a new one is begun");
    assertThat(get(store.keep(keptFor(KATE, "hi")))).isInstanceOf(Kept.Stored.class);
  }

  @Test
  void aFileThatTurnsOutToBeDamagedIsSetAsideAndTheWorkIsDone() throws Exception {
    open().close();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // The first page, which names the tables, stays as it is.
      channel.write(ByteBuffer.allocate((int) channel.size() - 4096), 4096);
    }
    Store store = open();
    StoredText text = from(KATE, "hi");

    assertThat(get(store.recordShown(text, 1))).isTrue();
    assertThat(get(store.history(TextFilter.last(9)))).containsExactly(text);
    assertThat(broken()).exists();
    assertThat(notes).hasSize(1);
  }

  @Test
  void aDamagedIndexIsBuiltAnewAndNoTextIsLost() throws Exception {
    Store store = open();
    StoredText first = from(KATE, "the first lunch");
    get(store.recordShown(first, 0));
    store.close();
    change("UPDATE words_data SET block = x'00112233445566778899'");
    store = open();
    StoredText second = from(KATE, "the second lunch");
    get(store.recordShown(second, 0));

    assertThat(get(store.search("lunch", TextFilter.last(9)))).containsExactly(first, second);
    await(() -> countIndexed() == 2);
    assertThat(get(store.search("lunch", TextFilter.last(9)))).containsExactly(first, second);
    assertThat(notes).isEmpty();
  }

  @Test
  void aFileThatAnotherStoreUsesIsNotSetAside() throws Exception {
    Store first = open();
    get(first.whenOpen());
    Store second = open();

    assertThat(get(second.whenOpen())).isFalse();
    assertThat(second.fault()).contains("another process uses " + file);
    assertThat(nextNote()).isEqualTo(NOT_KEPT + "another process uses " + file);
    second.record(from(KATE, "hi"));
    first.close();
    assertThat(nextNote()).isEqualTo(AGAIN);
    assertThat(get(second.history(TextFilter.last(9)))).hasSize(1);
    assertThat(names()).doesNotContain("broken");
  }

  @Test
  void aLockedFileIsWrittenWhenItIsFree() throws Exception {
    Store store = open();
    get(store.whenOpen());
    try (Sql other = other()) {
      other.execute("BEGIN IMMEDIATE");
      assertThat(get(store.keep(keptFor(KATE, "hi"))))
          .isEqualTo(new Kept.Refused("another process has locked " + file));
      store.record(from(KATE, "hi"));
      other.execute("ROLLBACK");
    }

    assertThat(nextNote()).isEqualTo(NOT_KEPT + "another process has locked " + file);
    assertThat(nextNote()).isEqualTo(AGAIN);
    assertThat(get(store.history(TextFilter.last(9)))).hasSize(1);
  }

  @Test
  void aFileOrDirectoryThatOthersCanReadIsRefused() throws Exception {
    open().close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(faultAtOpening()).isEqualTo("others can read " + file + "; type: chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(faultAtOpening())
        .isEqualTo(
            "cannot use %s: %s: others can reach into it; type: chmod 700 %s"
                .formatted(file, directory, directory));
  }

  @Test
  void anotherKindOfFileIsRefused() throws Exception {
    Files.createDirectory(file);
    assertThat(faultAtOpening()).isEqualTo(file + " is no regular file");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/null"));
    assertThat(faultAtOpening()).isEqualTo(file + " is no regular file");
    Files.delete(file);
    Files.delete(Path.of(file + ".lock"));
    Files.delete(directory);
    Files.createFile(directory);
    assertThat(faultAtOpening())
        .isEqualTo("cannot use " + file + ": " + directory + " is not a directory");
  }

  @Test
  void aFullDiskRefusesUntilThereIsRoom() throws Exception {
    assumeTrue(SmallDisk.isPossible(directory), "needs root, to mount a small disk");
    SmallDisk disk = new SmallDisk(directory);
    try {
      Path ballast = directory.resolve("ballast");
      Files.write(ballast, new byte[1 << 20]);
      Store store = open();
      Kept kept = get(store.keep(keptFor(KATE, "small")));
      int count = 0;
      while (kept instanceof Kept.Stored) {
        count++;
        kept = get(store.keep(keptFor(KATE, "x".repeat(20_000))));
      }
      assertThat(kept).isEqualTo(new Kept.Refused("the disk is full: " + file));
      assertThat(nextNote()).isEqualTo(NOT_KEPT + "the disk is full: " + file);
      assertThat(get(store.allKept())).hasSize(count);
      StoredText text = from(KATE, "y".repeat(20_000));
      store.record(text);
      assertThat(get(store.history(TextFilter.last(9)))).isEmpty();

      Files.delete(ballast);
      assertThat(nextNote()).isEqualTo(AGAIN);
      assertThat(get(store.history(TextFilter.last(9)))).containsExactly(text);
      assertThat(get(store.keep(keptFor(KATE, "z")))).isInstanceOf(Kept.Stored.class);
      assertThat(get(store.allKept())).hasSize(count + 1);
      assertThat(names()).doesNotContain("broken");
      store.close();
    } finally {
      disk.close();
    }
  }

  @Test
  void aReadOnlyDiskIsLeftAsItIs() throws Exception {
    assumeTrue(SmallDisk.isPossible(directory), "needs root, to mount a small disk");
    try (SmallDisk disk = new SmallDisk(directory)) {
      open().close();
      disk.setReadOnly(true);
      assertThat(faultAtOpening()).isEqualTo("cannot use " + file + ": Read-only file system");
      disk.setReadOnly(false);
      assertThat(get(open().whenOpen())).isTrue();
      close();
    }
  }

  private Store open() throws Exception {
    Store store = Store.of(StoredTexts.in(directory), ALEX, notes::add);
    stores.add(store);
    store.open();
    get(store.whenOpen());
    return store;
  }

  private String faultAtOpening() throws Exception {
    Store store = open();
    String fault = store.fault().orElseThrow();
    store.close();
    assertThat(nextNote()).isEqualTo(NOT_KEPT + fault);
    return fault;
  }

  private HistoryReader reader() {
    return HistoryReader.open(StoredTexts.in(directory), ALEX);
  }

  private String nextNote() throws InterruptedException {
    return notes.poll(20, TimeUnit.SECONDS);
  }

  /** Opens the file as another program does. */
  private Sql other() throws Exception {
    return new Sql(
        new org.sqlite.SQLiteConfig().createConnection("jdbc:sqlite:" + file), text -> text);
  }

  private void change(String statement) throws Exception {
    try (Sql other = other()) {
      other.execute(statement);
    }
  }

  private long countIndexed() throws Exception {
    try (Sql other = other()) {
      return other.number("SELECT count(*) FROM words");
    }
  }

  private Path broken() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("alex@localhost.db.broken-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String names() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).toList().toString();
    }
  }
}
