package chat.moebi.cli;

import chat.moebi.node.NodeException;
import chat.moebi.node.NodeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a file that is there while the node is ready: what a health check needs, and no more. */
final class ReadyFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

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
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Creates it, unless the node is not ready any more. */
  synchronized void create() {
    try {
      if (file != null && isWanted) {
        Files.writeString(file, "");
      }
    } catch (IOException e) {
      throw unusable(e);
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
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  private NodeException unusable(IOException e) {
    return new NodeException(
        Reason.BAD_CONFIGURATION, "cannot keep the ready file " + file + ": " + e, e);
  }
}
