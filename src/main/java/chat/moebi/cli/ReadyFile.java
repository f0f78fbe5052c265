package chat.moebi.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An empty file that exists while the node is ready, for a health check. Only an empty file of the
 * user's own is ever created or deleted at its path, and no link is followed. Thread-safe.
 */
final class ReadyFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      asFileAttribute(fromString("rw-r--r--"));

  /** Null if there is to be none. */
  private final Path file;

  private boolean isReady = true;
  private boolean isClosed;

  ReadyFile(String path) {
    this.file = path.isEmpty() ? null : Path.of(path);
  }

  /**
   * Deletes the file that a killed node left. The node must have its name already, or it would
   * delete the file of another one.
   *
   * @throws NodeException with a sentence for the user
   */
  synchronized void clear() {
    try {
      delete();
      if (file != null && Files.exists(file, NOFOLLOW_LINKS)) {
        throw taken();
      }
    } catch (IOException e) {
      throw unusable(e.toString(), e);
    }
  }

  /**
   * Creates the file, unless the node is no longer ready.
   *
   * @throws NodeException with a sentence for the user
   */
  synchronized void create() {
    try {
      if (file != null && isReady && !isClosed && !isOurs()) {
        Files.createFile(file, MODE); // Fails if anything is at the path, and follows no link.
      }
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw unusable(e.toString(), e);
    }
  }

  /** Creates or deletes the file while the node runs. A failure is logged. */
  synchronized void keep(boolean isReady) {
    this.isReady = isReady;
    try {
      if (isReady) {
        create();
      } else {
        delete();
      }
    } catch (IOException | NodeException e) {
      LOG.warn("cannot keep the ready file", e);
    }
  }

  /** Deletes the file for good. */
  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    delete();
  }

  private void delete() throws IOException {
    if (file != null && isOurs()) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isOurs() throws IOException {
    return Files.isRegularFile(file, NOFOLLOW_LINKS)
        && OwnerOnly.isOwn(file)
        && Files.size(file) == 0;
  }

  private NodeException taken() {
    return unusable("something else is there; remove it, or choose another CHAT_READY_FILE", null);
  }

  private NodeException unusable(String why, IOException e) {
    return new NodeException(
        Reason.BAD_CONFIGURATION, "cannot keep the ready file " + file + ": " + why, e);
  }
}
