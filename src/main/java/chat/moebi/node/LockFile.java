package chat.moebi.node;

import chat.moebi.cookie.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Holds an exclusive lock on a file that serves nothing else, against other processes and against
 * other nodes of this JVM. The kernel lets go of it when the process ends, however it ends.
 *
 * <p>Java's file locks belong to the whole JVM, and closing any channel on a locked file drops the
 * lock while {@code FileLock.isValid()} still says true. So a table of what this JVM holds is asked
 * first, and a file whose lock is held here is never opened a second time.
 */
final class LockFile implements Closeable {

  private static final ConcurrentMap<Path, Semaphore> HELD_HERE = new ConcurrentHashMap<>();
  private static final Duration POLL = Duration.ofMillis(5);

  private final FileChannel channel;
  private final Semaphore here;

  private LockFile(FileChannel channel, Semaphore here) {
    this.channel = channel;
    this.here = here;
  }

  /** Takes the lock if nobody has it. */
  static Optional<LockFile> tryLock(Path path) throws IOException {
    // The same file may be reached by several paths, through a linked directory.
    Path plain = path.toAbsolutePath().normalize();
    Path real = plain.getParent().toRealPath().resolve(plain.getFileName());
    Semaphore here = HELD_HERE.computeIfAbsent(real, p -> new Semaphore(1));
    if (!here.tryAcquire()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
      FileLock lock = channel.tryLock();
      locked = lock != null;
      return locked ? Optional.of(new LockFile(channel, here)) : Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        here.release();
      }
    }
  }

  /** Takes the lock, waiting for it up to the limit. */
  static Optional<LockFile> lock(Path path, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<LockFile> lock = tryLock(path);
      if (lock.isPresent() || System.nanoTime() - deadline >= 0) {
        return lock;
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** Gives the lock back. */
  @Override
  public synchronized void close() {
    if (channel.isOpen()) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        here.release();
      }
    }
  }
}
