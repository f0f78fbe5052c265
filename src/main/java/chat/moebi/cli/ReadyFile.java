package chat.moebi.cli;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a file that is there while the node is ready: what a health check needs, and no more. It is
 * an empty file of the user's own; no other one, and no link, is written to or removed.
 */
final class ReadyFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      asFileAttribute(fromString("rw-r--r--"));

  private final Path file;
  private boolean isWanted = true;
  private boolean isClosed;

  /** Keeps it at a path, which is empty for none. */
  ReadyFile(String path) {
    this.file = path.isEmpty() ? null : Path.of(path);
  }

  /**
   * Removes what a killed node may have left; for a node that has its name already, lest a second
   * one remove the first one's.
   *
   * @throws NodeException with a sentence for the user
   */
  void clear() {
    try {
      remove();
      if (file != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw taken();
      }
    } catch (IOException e) {
      throw unusable(e.toString(), e);
    }
  }

  /** Creates it, unless the node is not ready any more. */
  synchronized void create() {
    try {
      if (file != null && isWanted && !isOurs()) {
        Files.createFile(file, MODE); // Which fails if anything is there, and follows no link.
      }
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw unusable(e.toString(), e);
    }
  }

  /** Has it or not while the node runs; a failure is logged, for nobody waits for it. */
  synchronized void keep(boolean isReady) {
    isWanted = isReady && !isClosed;
    try {
      if (isWanted) {
        create();
      } else {
        remove();
      }
    } catch (IOException | NodeException e) {
      LOG.warn("cannot keep the ready file", e);
    }
  }

  /** Removes it, for good. */
  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    isWanted = false;
    remove();
  }

  private void remove() throws IOException {
    if (file != null && isOurs()) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isOurs() throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
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
