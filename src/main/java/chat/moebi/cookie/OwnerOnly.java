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

/** Keeps files and directories to the user who runs the program. */
public final class OwnerOnly {

  /** The mode 0600, to create a file with. */
  public static final FileAttribute<Set<PosixFilePermission>> FILE =
      asFileAttribute(fromString("rw-------"));

  /** The mode 0700, to create a directory with. */
  public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      asFileAttribute(fromString("rwx------"));

  private static final Set<PosixFilePermission> OF_OTHERS = fromString("---rwxrwx");
  private static final int ROOT = 0;

  /** To ask the user database may take long, and the answer stays. */
  private static volatile Long uid;

  private OwnerOnly() {}

  /** Returns the number of the user who runs the program. */
  public static long uid() {
    Long known = uid;
    if (known == null) {
      UnixSystem user = new UnixSystem();
      // A user without a name, as a container's may be, has number 0 here, which is root's.
      known = user.getUsername() == null ? ownerOfThisProcess() : user.getUid();
      uid = known;
    }
    return known;
  }

  /** Tells whether a file or directory is there and belongs to the user. */
  public static boolean isOwn(Path path) throws IOException {
    return ownerOf(path) == uid();
  }

  /** Returns why a directory is not for the user alone, and what to do; nothing if it is. */
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

  // Another directory may serve others too: /tmp, say.
  private static String remedy(Path directory) {
    boolean isOfTheChat = directory.toString().matches(".*/chat(-\\d+)?");
    return isOfTheChat
        ? "type: chmod 700 " + ShellWord.of(directory)
        : "choose one that is yours alone";
  }

  /**
   * Returns whether the parent of a directory belongs to a user other than the own one and root,
   * who could put another directory in its place.
   */
  public static boolean isInAnothers(Path directory) throws IOException {
    return !isOwnOrRoots(directory.toAbsolutePath().getParent());
  }

  /** Tells whether others than its owner may do anything with it. */
  static boolean isOpen(Path path) throws IOException {
    return Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains);
  }

  /** Tells whether it belongs to the user, or to root, whom nothing is hidden from. */
  static boolean isOwnOrRoots(Path path) throws IOException {
    return ownerOf(path.toRealPath()) == ROOT || isOwn(path.toRealPath());
  }

  private static long ownerOf(Path path) throws IOException {
    return number(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  private static long ownerOfThisProcess() {
    try {
      return number(Files.getAttribute(Path.of("/proc/self"), "unix:uid")); // Behind the link.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find out who runs the program", e);
    }
  }

  private static long number(Object uid) {
    return Integer.toUnsignedLong((Integer) uid);
  }
}
