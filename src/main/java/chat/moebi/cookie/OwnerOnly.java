package chat.moebi.cookie;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Restricts files and directories to the user who runs the program, and checks that they are. */
public final class OwnerOnly {

  /** The mode 0600, for the creation of a file. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      asFileAttribute(fromString("rw-------"));

  /** The mode 0700, for the creation of a directory. */
  public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      asFileAttribute(fromString("rwx------"));

  private static final Set<PosixFilePermission> OF_OTHERS = fromString("---rwxrwx");
  private static final int ROOT = 0;

  /** Null until the first call; a query of the user database may take long. */
  private static volatile Long uid;

  private OwnerOnly() {}

  /** Returns the number of the user who runs the program. */
  public static long uid() {
    if (uid == null) {
      UnixSystem user = new UnixSystem();
      // A user without a name, as a container's may be, has number 0 here, which is root's.
      uid = user.getUsername() == null ? ownerOfThisProcess() : user.getUid();
    }
    return uid;
  }

  /** Whether a file, directory or link exists and belongs to the user. */
  public static boolean isOwn(Path path) throws IOException {
    return ownerOf(path, LinkOption.NOFOLLOW_LINKS) == uid();
  }

  /** Whether a file or directory, behind any links, belongs to the user or to root. */
  static boolean isOwnOrRoots(Path path) throws IOException {
    long owner = ownerOf(path.toRealPath());
    return owner == ROOT || owner == uid();
  }

  /** Whether users other than its owner have any access to a file or directory. */
  public static boolean isOpen(Path path) throws IOException {
    return Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains);
  }

  /**
   * Whether the parent of a directory belongs to a user other than this one and root, who could
   * replace the directory.
   */
  public static boolean isInAnothers(Path directory) throws IOException {
    return !isOwnOrRoots(directory.toAbsolutePath().getParent());
  }

  /**
   * Creates a directory for the user alone, unless it exists.
   *
   * @throws IOException with a sentence for the user if it exists and is not the user's alone
   */
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY);
    Optional<String> objection = objectionTo(directory.toRealPath());
    if (objection.isPresent()) {
      throw new IOException(directory + ": " + objection.get());
    }
  }

  /** Removes any access of other users to a file. */
  public static void restrict(Path file) throws IOException {
    Files.setPosixFilePermissions(file, fromString("rw-------"));
  }

  /** Returns why a directory is not the user's alone, and the remedy; empty if it is. */
  public static Optional<String> objectionTo(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is not a directory");
    }
    if (!isOwn(directory)) {
      return Optional.of("it belongs to another user");
    }
    if (isInAnothers(directory)) {
      return Optional.of("the directory that it is in belongs to another user");
    }
    return isOpen(directory)
        ? Optional.of("others can reach into it; " + remedy(directory))
        : Optional.empty();
  }

  // Only a directory of this program can be closed safely: /tmp, for example, must stay open.
  private static String remedy(Path directory) {
    return directory.toString().matches(".*/chat(-\\d+)?")
        ? "type: chmod 700 " + ShellWord.of(directory)
        : "choose one that is yours alone";
  }

  private static long ownerOf(Path path, LinkOption... options) throws IOException {
    return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid", options));
  }

  private static long ownerOfThisProcess() {
    try {
      return ownerOf(Path.of("/proc/self"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find out who runs the program", e);
    }
  }
}
