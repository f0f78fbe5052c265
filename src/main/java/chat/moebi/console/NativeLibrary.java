package chat.moebi.console;

import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place where JLine unpacks its native library before it loads it: a directory that no other
 * user can write to, whatever the umask, and that is gone once the library is loaded. JLine's own
 * choice is the directory for temporary files itself, from which it removes nothing when a process
 * is killed.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  private static final String PROPERTY = "jline.tmpdir";

  private final Path directory;

  /** Creates the directory and has JLine use it. */
  NativeLibrary() {
    this(
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "chat-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime())));
  }

  private NativeLibrary(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (IOException e) {
      LOG.warn("cannot make {} for JLine's library, which does without", directory, e);
    }
    System.setProperty(PROPERTY, directory.toString());
  }

  /** Removes what is loaded by now. */
  void discard() {
    if (Files.exists(directory)) {
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
}
