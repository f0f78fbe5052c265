package chat.moebi.registry;

import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory of the registry, and the files in it. It counts only while it is the user's own, is
 * closed to others, and no other user can put another directory in its place.
 *
 * @param directory where it is; it may not exist
 * @param makesParents whether its parents are made too, when it is made
 */
record RegistryPlace(Path directory, boolean makesParents) {

  private static final String ENTRY = ".node";
  private static final String LOCK = ".lock";

  /** Makes the directory if it is not there, unless it would be in another user's. */
  void make() throws IOException {
    if (exists() || !makesParents && OwnerOnly.isInAnothers(directory)) {
      return;
    }
    if (makesParents) {
      Files.createDirectories(directory.getParent(), OwnerOnly.DIRECTORY);
    }
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    }
  }

  /** Returns whether something is there, whoever it belongs to. */
  boolean exists() {
    return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether the directory is there and is the user's own, open to others or not. */
  boolean isOwn() {
    try {
      return OwnerOnly.isOwn(directory) && !OwnerOnly.isInAnothers(directory);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns why the directory does not count, and what to do; nothing if it does. */
  Optional<String> objection() throws IOException {
    Optional<String> objection = OwnerOnly.objectionTo(directory);
    return objection.isEmpty() && makesParents
        ? OwnerOnly.objectionTo(directory.getParent())
        : objection;
  }

  /** Returns when a file in it last came or went; nothing if the directory is not there. */
  Optional<FileTime> lastChange() {
    try {
      return Optional.of(Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the path of a lock that serves all nodes. */
  Path lock(String purpose) {
    return directory.resolve(purpose + LOCK);
  }

  /** Returns the path of the lock that a node holds while it lives. */
  Path lock(NodeName name) {
    return lock(name.toString());
  }

  /** Returns the path of a node's entry. */
  Path entry(NodeName name) {
    return directory.resolve(name + ENTRY);
  }

  /** Returns the path of a node's socket for scripts. */
  Path socket(RegistryEntry entry) {
    return directory.resolve(entry.socket());
  }

  /**
   * Takes a node's name, unless a living node holds it, even if the holder's lock file was removed.
   */
  Optional<LockFile> tryTake(NodeName name) throws IOException {
    return DeletedLock.holder(lock(name)).isPresent()
        ? Optional.empty()
        : LockFile.tryLock(lock(name));
  }

  /** Says that a living node holds a name here. */
  NodeException taken(NodeName name) throws IOException {
    Optional<Long> owner = DeletedLock.holder(lock(name));
    if (owner.isEmpty()) {
      owner = RegistryEntry.read(entry(name)).map(RegistryEntry::pid);
    }
    return new NodeException(
        Reason.NAME_TAKEN,
        name
            + " is already running"
            + owner.map(pid -> " (pid " + pid + ")").orElse("")
            + "; choose another --name");
  }

  /** Returns the living nodes, and removes what the dead have left. */
  List<RegistryEntry> living() throws IOException {
    List<RegistryEntry> living = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ENTRY.length());
        if (isHeldElseRemoved(lock(name), file)) {
          RegistryEntry.read(file)
              .filter(entry -> entry.name().toString().equals(name))
              .ifPresent(living::add);
        }
      }
    }
    return living;
  }

  /** Returns whether a node of that name lives here, and is not known to be a later incarnation. */
  boolean isAlive(NodeName name, long incarnation) throws IOException {
    Path file = entry(name);
    return isHeldElseRemoved(lock(name), file)
        && RegistryEntry.read(file).map(e -> e.incarnation() == incarnation).orElse(true);
  }

  /** Returns whether a living node holds a name here. */
  boolean isHeld(NodeName name) throws IOException {
    return isHeldElseRemoved(lock(name), entry(name));
  }

  /**
   * Removes a node's entry and its socket; for the holder of its lock. The lock's own file stays:
   * who would remove it could remove one that was locked just now.
   */
  void remove(Path entry) throws IOException {
    Optional<RegistryEntry> read = RegistryEntry.read(entry);
    if (read.isPresent()) {
      Files.deleteIfExists(socket(read.get()));
    }
    Files.deleteIfExists(entry);
  }

  /** Returns whether a living node may hold a lock; if none does, removes what it has left. */
  private boolean isHeldElseRemoved(Path lock, Path entry) throws IOException {
    if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
      // Not created here: the holder of the removed one is to find its place free.
      if (DeletedLock.holder(lock).isPresent()) {
        return true;
      }
      if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    } else if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      return true; // Nobody can lock a directory or a link: whether the node lives is not known.
    }
    Optional<LockFile> free = LockFile.tryLock(lock);
    if (free.isPresent()) {
      try {
        remove(entry);
      } finally {
        free.get().close();
      }
    }
    return free.isEmpty();
  }
}
