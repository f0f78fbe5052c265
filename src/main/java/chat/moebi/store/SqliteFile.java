package chat.moebi.store;

import chat.moebi.cookie.OwnerOnly;
import chat.moebi.cookie.ShellWord;
import chat.moebi.cookie.TemporaryDirectory;
import chat.moebi.registry.LockFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/** The file of an SQLite database: the user's alone, and written by one process at a time. */
final class SqliteFile {

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(2);
  private static final int BUSY_LIMIT_MILLIS = 2000;

  /** Two more files belong to a database that is in use. */
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  private static boolean isLibraryLoaded;

  private final Supplier<Path> path;
  private LockFile lock;

  /**
   * Takes the path of the file.
   *
   * @param path asked for when the file is opened; may throw a {@link StoreException}
   */
  SqliteFile(Supplier<Path> path) {
    this.path = path;
  }

  /** Opens the file for this process alone to write, and creates it if there is none. */
  Connection open() throws SQLException {
    Path file = path.get();
    try {
      OwnerOnly.createDirectory(file.getParent());
      if (lock == null) {
        lock = lock(file);
      }
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file, OwnerOnly.FILE);
      }
      check(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return connect(file, new SQLiteConfig());
  }

  /** Opens a file that exists to read it. */
  Connection openToRead() throws SQLException {
    Path file = path.get();
    try {
      check(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setOpenMode(SQLiteOpenMode.READONLY);
    return connect(file, config);
  }

  /** Lets other processes write. */
  void release() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /** Renames the broken file; returns the note for the user. */
  String setAside() {
    Path file = path.get();
    Path broken = unused(file, file + ".broken-" + LocalDate.now());
    try {
      if (lock == null) {
        lock = lock(file);
      }
      for (String suffix : SUFFIXES) {
        Path part = Path.of(file + suffix);
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(part, Path.of(broken + suffix));
        }
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return file + " is damaged; it is now " + broken.getFileName() + ", and a new one is begun";
  }

  @Override
  public String toString() {
    return path.get().toString();
  }

  private static Path unused(Path file, String wanted) {
    Path path = Path.of(wanted);
    for (int i = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      path = Path.of(wanted + "-" + i);
    }
    return path;
  }

  private static LockFile lock(Path file) throws IOException {
    return LockFile.lock(Path.of(file + ".lock"), LOCK_LIMIT)
        .orElseThrow(() -> new StoreException("another process uses " + file));
  }

  private static void check(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException("there is no " + file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(file + " is no regular file");
    }
    if (!OwnerOnly.isOwn(file)) {
      throw new StoreException(file + " belongs to another user");
    }
    if (OwnerOnly.isOpen(file)) {
      throw new StoreException(
          "others can read " + file + "; type: chmod 600 " + ShellWord.of(file));
    }
  }

  private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
    loadLibrary();
    config.setBusyTimeout(BUSY_LIMIT_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static synchronized void loadLibrary() {
    if (!isLibraryLoaded) {
      try {
        isLibraryLoaded =
            TemporaryDirectory.during("org.sqlite.tmpdir", SQLiteJDBCLoader::initialize);
      } catch (Exception e) {
        throw new StoreException("cannot load SQLite's native library: " + e.getMessage(), e);
      }
    }
  }

  private static StoreException unusable(Path file, IOException e) {
    String reason = e.getMessage();
    if (e instanceof AccessDeniedException) {
      reason = "you may not write to " + ((AccessDeniedException) e).getFile();
    } else if (e instanceof FileAlreadyExistsException) {
      reason = ((FileAlreadyExistsException) e).getFile() + " is not a directory";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      reason = failure.getReason();
    }
    return new StoreException("cannot use " + file + ": " + reason, e);
  }
}
