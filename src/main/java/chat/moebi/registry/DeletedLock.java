package chat.moebi.registry;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the process that holds a lock on a removed file. In that way a running node whose lock file
 * was removed keeps its name until it has put the file back.
 *
 * <p>Linux lists all locks in {@code /proc/locks}, and the open files of a process in {@code
 * /proc/PID/fd}. Other systems have no such list, and nothing is found.
 */
final class DeletedLock {

  private static final Path LOCKS = Path.of("/proc/locks");

  /** A lock of Java's kind in {@code /proc/locks}: the process and the inode. */
  private static final Pattern LOCK =
      Pattern.compile("POSIX +\\S+ +WRITE +(\\d+) +\\p{XDigit}+:\\p{XDigit}+:(\\d+) ");

  private DeletedLock() {}

  /** Returns the process that holds a lock on the removed file that was at the path. */
  static Optional<Long> holder(Path lockFile) throws IOException {
    Path directory = lockFile.getParent().toRealPath();
    String deleted = directory.resolve(lockFile.getFileName()) + " (deleted)";
    return holdersElsewhere(directory)
        .filter(pid -> hasOpen(pid, deleted))
        .findFirst()
        .map(Long::valueOf);
  }

  // Usually every lock is on a file of the directory, so no process has to be examined.
  private static Stream<String> holdersElsewhere(Path directory) throws IOException {
    List<Matcher> locks = locks().stream().map(LOCK::matcher).filter(Matcher::find).toList();
    Set<String> inodes = locks.isEmpty() ? Set.of() : inodesOfLocks(directory);
    return locks.stream()
        .filter(lock -> !inodes.contains(lock.group(2)))
        .map(lock -> lock.group(1))
        .distinct();
  }

  private static List<String> locks() {
    try {
      return Files.readAllLines(LOCKS);
    } catch (IOException e) {
      return List.of(); // This system has no such list, or hides it from this user.
    }
  }

  private static Set<String> inodesOfLocks(Path directory) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.lock")) {
      for (Path file : files) {
        try {
          inodes.add(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString());
        } catch (NoSuchFileException e) {
          // Removed at this moment.
        }
      }
    }
    return inodes;
  }

  private static boolean hasOpen(String pid, String file) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", pid, "fd"))) {
      for (Path descriptor : open) {
        if (isLinkTo(descriptor, file)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // The process has ended, or belongs to another user, who has no lock here.
    }
  }

  private static boolean isLinkTo(Path descriptor, String file) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(file);
    } catch (IOException e) {
      return false; // Closed at this moment.
    }
  }
}
