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
 *
 * <p>A lock on a file that was removed excludes nobody: the next process creates another file. So a
 * lock counts only while its path leads to the locked file.
 */
public final class LockFile implements Closeable {

  private static final ConcurrentMap<Path, Semaphore> HELD_HERE = new ConcurrentHashMap<>();
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int MOST_TRIES = 10;

  /** A locked channel, and the device and inode of its file. */
  private record Locked(FileChannel channel, Object key) {}

  private final Path path;
  private final Semaphore here;
  private volatile Locked locked;

  private LockFile(Path path, Semaphore here, Locked locked) {
    this.path = path;
    this.here = here;
    this.locked = locked;
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
    Optional<Locked> locked = Optional.empty();
    try {
      locked = lockNow(path);
      return locked.map(l -> new LockFile(path, here, l));
    } finally {
      if (locked.isEmpty()) {
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

  /** Returns whether the lock's path still leads to the locked file. */
  boolean isInPlace() {
    Locked held = locked;
    return held.channel.isOpen() && held.key.equals(keyOf(path));
  }

  /**
   * Locks the file that is at the path now, created if there is none, in place of the one that was
   * removed.
   *
   * @return whether this lock is in place; if not, another process has locked the file
   */
  synchronized boolean renew() throws IOException {
    if (isInPlace()) {
      return true;
    }
    Optional<Locked> next = lockNow(path);
    if (next.isPresent()) {
      Locked former = locked;
      locked = next.get();
      former.channel.close();
    }
    return next.isPresent();
  }

  /** Gives the lock back. */
  @Override
  public synchronized void close() {
    if (locked.channel.isOpen()) {
      try {
        locked.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        here.release();
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

  // The file may be removed, and created by another process, until it is locked.
  private static Optional<Locked> lockNow(Path path) throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Object before = createdIfMissing(path);
      try {
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean isKept = false;
        try {
          if (channel.tryLock() == null) {
            return Optional.empty();
          }
          isKept = before != null && before.equals(keyOf(path));
          if (isKept) {
            return Optional.of(new Locked(channel, before));
          }
        } finally {
          if (!isKept) {
            channel.close();
          }
        }
      } catch (NoSuchFileException e) {
        continue;
      }
    }
    throw new IOException(path + " is removed again and again");
  }

  private static Object createdIfMissing(Path path) throws IOException {
    Object key = keyOf(path);
    if (key == null) {
      try {
        Files.createFile(path, OwnerOnly.FILE);
      } catch (FileAlreadyExistsException e) {
        // Another process was first.
      }
      key = keyOf(path);
    }
    return key;
  }
}
