package chat.moebi.cookie;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which a library unpacks its native code: only this user can write to it, whatever
 * the umask, and it is removed once the code is loaded. The libraries themselves would use the
 * directory for temporary files, and would leave the code there when the process is killed.
 */
public final class TemporaryDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);

  /** What loads the library. */
  @FunctionalInterface
  public interface Loading<T, E extends Exception> {
    /** Loads the library, and returns the result of its first use. */
    T run() throws E;
  }

  private TemporaryDirectory() {}

  /**
   * Loads a library.
   *
   * @param property the system property by which the library finds the directory
   */
  public static <T, E extends Exception> T during(String property, Loading<T, E> loading) throws E {
    long pid = ProcessHandle.current().pid();
    String name = "chat-" + pid + "-" + Long.toHexString(System.nanoTime());
    Path directory = Path.of(System.getProperty("java.io.tmpdir"), name);
    System.setProperty(property, directory.toString());
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (IOException e) {
      LOG.warn("cannot create {} for a native library", directory, e);
      return loading.run();
    }
    try {
      return loading.run();
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
