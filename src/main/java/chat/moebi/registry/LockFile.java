package chat.moebi.registry;

import chat.moebi.cookie.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock on a file that serves nothing else, against other processes and against other
 * nodes of this JVM. The kernel frees the lock when the process ends, however it ends.
 *
 * <p>Java's file locks belong to the whole JVM, and closing any channel on a locked file drops the
 * lock although {@code FileLock.isValid()} still returns true. So this class knows the paths that
 * this JVM has locked, and never opens such a file a second time.
 *
 * <p>A lock on a removed file excludes nobody, because the next process creates another file. So a
 * lock counts only while its path leads to the locked file. Thread-safe.
 */
public final class LockFile implements Closeable {

  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();
  private static final Duration RETRY_DELAY = Duration.ofMillis(5);
  private static final int MAX_ATTEMPTS = 10;

  private final Path path;
  private final Path realPath;
  private FileChannel channel;
  private Object key;

  private LockFile(Path path, Path realPath) {
    this.path = path;
    this.realPath = realPath;
  }

  /** Takes the lock, or returns nothing if somebody has it. */
  static Optional<LockFile> tryLock(Path path) throws IOException {
    // Several paths may lead to the same file, through a linked directory.
    Path plain = path.toAbsolutePath().normalize();
    Path realPath = plain.getParent().toRealPath().resolve(plain.getFileName());
    if (!LOCKED_HERE.add(realPath)) {
      return Optional.empty();
    }
    LockFile lock = new LockFile(path, realPath);
    boolean isLocked = false;
    try {
      isLocked = lock.lockNow();
      return isLocked ? Optional.of(lock) : Optional.empty();
    } finally {
      if (!isLocked) {
        LOCKED_HERE.remove(realPath);
      }
    }
  }

  /** Takes the lock, or returns nothing if somebody has it for longer than the limit. */
  public static Optional<LockFile> lock(Path path, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<LockFile> lock = tryLock(path);
      if (lock.isPresent() || System.nanoTime() - deadline >= 0) {
        return lock;
      }
      try {
        Thread.sleep(RETRY_DELAY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** Returns whether the lock's path still leads to the locked file. */
  synchronized boolean isInPlace() {
    return channel.isOpen() && key.equals(keyOf(path));
  }

  /**
   * Locks the file that is at the path now, in place of the removed one. The file is created if
   * there is none.
   *
   * @return whether this lock is in place; if not, another process has locked the file
   */
  synchronized boolean renew() throws IOException {
    return isInPlace() || lockNow();
  }

  /** Frees the lock. */
  @Override
  public synchronized void close() {
    if (channel.isOpen()) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        LOCKED_HERE.remove(realPath);
      }
    }
  }

  /** Returns the device and inode of a file, or null if there is none. */
  static Object keyOf(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  // Until the file is locked, other processes may remove it and create another one.
  private synchronized boolean lockNow() throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      createIfMissing();
      Object before = keyOf(path);
      boolean isLocked = false;
      FileChannel next;
      try {
        next = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        continue;
      }
      try {
        if (next.tryLock() == null) {
          return false;
        }
        isLocked = before != null && before.equals(keyOf(path));
      } finally {
        if (!isLocked) {
          next.close();
        }
      }
      if (isLocked) {
        FileChannel former = channel;
        channel = next;
        key = before;
        if (former != null) {
          former.close();
        }
        return true;
      }
    }
    throw new IOException(path + " is removed again and again");
  }

  private void createIfMissing() throws IOException {
    if (keyOf(path) == null) {
      try {
        Files.createFile(path, OwnerOnly.FILE);
      } catch (FileAlreadyExistsException e) {
        // Another process was first.
      }
    }
  }
}
