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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of the registry and the files in it. It is usable only if it belongs to the user, is
 * closed to others, and no other user can put another directory in its place.
 *
 * @param directory may not exist
 * @param createsParents whether {@link #create} creates the parents too
 */
record RegistryPlace(Path directory, boolean createsParents) {

  private static final String ENTRY = ".node";
  private static final String LOCK = ".lock";

  /** Creates the directory if it is missing, unless it would be in another user's directory. */
  void create() throws IOException {
    if (exists() || !createsParents && OwnerOnly.isInAnothers(directory)) {
      return;
    }
    if (createsParents) {
      Files.createDirectories(directory.getParent(), OwnerOnly.DIRECTORY);
    }
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    }
  }

  boolean exists() {
    return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether the directory exists and belongs to the user, open to others or not. */
  boolean isOwn() {
    try {
      return OwnerOnly.isOwn(directory) && !OwnerOnly.isInAnothers(directory);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns why the directory is not usable, and what to do; nothing if it is usable. */
  Optional<String> objection() throws IOException {
    Optional<String> objection = OwnerOnly.objectionTo(directory);
    return objection.isEmpty() && createsParents
        ? OwnerOnly.objectionTo(directory.getParent())
        : objection;
  }

  /** Returns why {@link #create} could not create the missing directory; nothing if it could. */
  Optional<String> objectionToCreating() throws IOException {
    Path parent = directory.getParent();
    while (createsParents && Files.notExists(parent)) {
      parent = parent.getParent();
    }
    if (Files.notExists(parent) || !createsParents && OwnerOnly.isInAnothers(directory)) {
      return Optional.of("it is not there, and cannot be made");
    }
    return Files.isWritable(parent)
        ? Optional.empty()
        : Optional.of("it cannot be made, because " + parent + " cannot be written");
  }

  static NodeException unusable(Path directory, String why) {
    return new NodeException(
        Reason.BAD_CONFIGURATION, "cannot use the registry " + directory + ": " + why);
  }

  static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  /** Returns when a file last came or went; nothing if the directory does not exist. */
  Optional<FileTime> lastChange() {
    try {
      return Optional.of(Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes a lock that all nodes share.
   *
   * @param problem says what is wrong if others have the lock for longer than the limit
   */
  LockFile lock(String purpose, Duration limit, String problem) {
    try {
      return LockFile.lock(directory.resolve(purpose + LOCK), limit)
          .orElseThrow(
              () ->
                  new NodeException(
                      Reason.FAILED,
                      "%s %d ms (see %s); end it, or try again"
                          .formatted(problem, limit.toMillis(), directory)));
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
  }

  /** Whether the lock of the registry exists, which the first node creates. */
  boolean hasLock() {
    return Files.exists(directory.resolve("registry" + LOCK), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the path of the lock that a node holds while it lives. */
  Path lock(NodeName name) {
    return directory.resolve(name + LOCK);
  }

  Path entry(NodeName name) {
    return directory.resolve(name + ENTRY);
  }

  Path socket(RegistryEntry entry) {
    return directory.resolve(entry.socket());
  }

  /** Takes a node's name, unless a living node holds it, whose lock file may have been removed. */
  Optional<LockFile> tryTake(NodeName name) throws IOException {
    return DeletedLock.holder(lock(name)).isPresent()
        ? Optional.empty()
        : LockFile.tryLock(lock(name));
  }

  /** Creates the refusal of a name that a living node holds here. */
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

  /** Returns the entries of living nodes, and removes the files of dead ones. */
  List<RegistryEntry> living() throws IOException {
    List<RegistryEntry> living = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ENTRY.length());
        if (isHeldElseRemoved(directory.resolve(name + LOCK), file)) {
          RegistryEntry.read(file)
              .filter(entry -> entry.name().toString().equals(name))
              .ifPresent(living::add);
        }
      }
    }
    return living;
  }

  /** Returns the entries, each with whether its node lives, and leaves all files as they are. */
  Map<RegistryEntry, Boolean> inspect() throws IOException {
    Map<RegistryEntry, Boolean> found = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
      for (Path file : files) {
        Optional<RegistryEntry> entry = RegistryEntry.read(file);
        if (entry.isPresent()) {
          found.put(entry.get(), isHeldNow(lock(entry.get().name())));
        }
      }
    }
    return found;
  }

  private static boolean isHeldNow(Path lock) throws IOException {
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      return DeletedLock.holder(lock).isPresent();
    }
    Optional<LockFile> free = LockFile.tryLock(lock);
    free.ifPresent(LockFile::close);
    return free.isEmpty();
  }

  /** Returns whether a node of that name lives here, unless it is known as a later incarnation. */
  boolean isAlive(NodeName name, long incarnation) throws IOException {
    return isHeld(name)
        && RegistryEntry.read(entry(name)).map(e -> e.incarnation() == incarnation).orElse(true);
  }

  /** Returns whether a living node holds a name here. */
  boolean isHeld(NodeName name) throws IOException {
    return isHeldElseRemoved(lock(name), entry(name));
  }

  /**
   * Removes the entry and the socket of a node; the caller holds the node's lock. The lock's own
   * file stays, because another process may just have locked it.
   */
  void remove(Path entry) throws IOException {
    Optional<RegistryEntry> read = RegistryEntry.read(entry);
    if (read.isPresent()) {
      Files.deleteIfExists(socket(read.get()));
    }
    Files.deleteIfExists(entry);
  }

  private boolean isHeldElseRemoved(Path lock, Path entry) throws IOException {
    if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
      // No lock file is created here: the holder of the removed one must be able to put it back.
      if (DeletedLock.holder(lock).isPresent()) {
        return true;
      }
      if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    } else if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      return true; // Nobody can lock a directory or a link, so the node may live.
    }
    Optional<LockFile> free = LockFile.tryLock(lock);
    if (free.isEmpty()) {
      return true;
    }
    LockFile held = free.get();
    try (held) {
      remove(entry);
    }
    return false;
  }
}
