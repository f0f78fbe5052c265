package chat.moebi.console;

import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which JLine unpacks its native library: only this user can write to it, whatever
 * the umask, and it is removed once the library is loaded. JLine itself would use the directory for
 * temporary files, and would leave the library there when the process is killed.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  private NativeLibrary() {}

  /** Asks JLine a question for which it loads its library. */
  static boolean loadFor(BooleanSupplier question) {
    long pid = ProcessHandle.current().pid();
    String name = "chat-" + pid + "-" + Long.toHexString(System.nanoTime());
    Path directory = Path.of(System.getProperty("java.io.tmpdir"), name);
    System.setProperty("jline.tmpdir", directory.toString());
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (IOException e) {
      LOG.warn("cannot create {}; JLine works without its native library", directory, e);
      return question.getAsBoolean();
    }
    try {
      return question.getAsBoolean();
    } finally {
      remove(directory);
    }
  }

  private static void remove(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", directory, e);
    }
  }
}
