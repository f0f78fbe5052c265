package chat.moebi.registry;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the process that holds a lock on a file that was removed. A running node whose lock file is
 * gone keeps its name that way until it has put the file back.
 *
 * <p>Linux lists all locks in {@code /proc/locks}, and the files that a process has open in {@code
 * /proc/PID/fd}. Where there is no such list, nothing is found.
 */
final class DeletedLock {

  private static final Path LOCKS = Path.of("/proc/locks");

  /** A lock of the kind that Java takes, as {@code /proc/locks} has it: process and inode. */
  private static final Pattern LOCK =
      Pattern.compile("POSIX +\\S+ +WRITE +(\\d+) +\\p{XDigit}+:\\p{XDigit}+:(\\d+) ");

  private DeletedLock() {}

  /** Returns the process that holds a lock on the removed file that was at the path. */
  static Optional<Long> holder(Path lockFile) throws IOException {
    Path directory = lockFile.getParent().toRealPath();
    String deleted = directory.resolve(lockFile.getFileName()) + " (deleted)";
    for (String pid : holdersElsewhere(directory)) {
      if (hasOpen(pid, deleted)) {
        return Optional.of(Long.valueOf(pid));
      }
    }
    return Optional.empty();
  }

  // Usually every lock is on a file of the directory, and no process is looked into.
  private static Set<String> holdersElsewhere(Path directory) throws IOException {
    Set<String> holders = new LinkedHashSet<>();
    Set<String> inodes = null;
    for (String line : locks()) {
      Matcher lock = LOCK.matcher(line);
      if (lock.find()) {
        inodes = inodes == null ? inodes(directory) : inodes;
        if (!inodes.contains(lock.group(2))) {
          holders.add(lock.group(1));
        }
      }
    }
    return holders;
  }

  private static List<String> locks() throws IOException {
    try {
      return Files.readAllLines(LOCKS);
    } catch (IOException e) {
      return List.of(); // There is no such list here, or it is not for this user.
    }
  }

  private static Set<String> inodes(Path directory) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.lock")) {
      for (Path file : files) {
        try {
          inodes.add(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS).toString());
        } catch (NoSuchFileException e) {
          // It was removed in this moment.
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
      return false; // The process has ended, or is another user's, who has no lock here.
    }
  }

  private static boolean isLinkTo(Path descriptor, String file) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(file);
    } catch (IOException e) {
      return false; // It was closed in this moment.
    }
  }
}
