package chat.moebi.node;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.node.NodeException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Knows the user's nodes on this host; stands where epmd stands for Erlang.
 *
 * <p>A directory of the user's own holds, a node: an entry, which says who it is and how to reach
 * it, a lock that is held while the node lives, and the socket for scripts. The kernel frees the
 * lock when the process ends, so a crash frees the name at once, and whoever next looks removes
 * what is left. Two locks serve all nodes: one is held for moments, while entries are read or
 * changed; the other while a node forms or joins a cluster, so that two that start at the same
 * instant end in one.
 *
 * <p>Safe for use by several threads and by several nodes of one JVM.
 */
public final class Registry {

  private static final String ENTRY = ".node";
  private static final String LOCK = ".lock";
  private static final String ID = "id";
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** A process that is frozen may hold it for a while. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final Duration INSTANT = Duration.ofMillis(50);

  private final Path directory;

  private Registry(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens the user's registry: in {@code $XDG_RUNTIME_DIR}, else {@code /run/user/UID} if it is
   * theirs, else {@code /tmp/chat-UID}.
   *
   * @throws NodeException if that directory belongs to another user or is open to others
   */
  public static Registry ofUser(Map<String, String> environment) {
    Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    if (runtime.isAbsolute()) { // Else it is to be ignored, its specification says.
      if (!Files.isWritable(runtime)) {
        throw unusable(
            runtime, "XDG_RUNTIME_DIR names it, and it is not there or not yours; unset it");
      }
      return at(runtime.resolve("chat"));
    }
    long uid = OwnerOnly.uid();
    Path ofSession = Path.of("/run/user", Long.toString(uid));
    return isOwn(ofSession) ? at(ofSession.resolve("chat")) : at(Path.of("/tmp", "chat-" + uid));
  }

  /**
   * Opens a registry in the given directory, made if it is not there (its parent must be).
   *
   * @throws NodeException if it belongs to another user or is open to others
   */
  public static Registry at(Path directory) {
    try {
      Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // Checked below, as it must be whoever made it.
    } catch (IOException e) {
      throw unusable(directory, "it cannot be made (" + reason(e) + ")");
    }
    try {
      OwnerOnly.objectionTo(directory)
          .ifPresent(
              objection -> {
                throw unusable(directory, objection);
              });
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
    return new Registry(directory);
  }

  /** Returns where the socket of the given node is. */
  public Path socket(RegistryEntry entry) {
    return directory.resolve(entry.socket());
  }

  /** Returns the living nodes, sorted by name, and removes what the dead have left. */
  public List<RegistryEntry> entries() {
    return momentarily(
        () -> {
          List<RegistryEntry> living = new ArrayList<>();
          try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
            for (Path file : files) {
              Optional<RegistryEntry> entry = RegistryEntry.read(file);
              if (livesElseRemoved(file)) {
                entry.ifPresent(living::add);
              }
            }
          }
          living.sort(Comparator.comparing(RegistryEntry::name));
          return living;
        });
  }

  /**
   * Tells whether an incarnation of a node of this host has ended for sure: its name is free, or
   * another bears it. For actors: it hardly waits for others.
   *
   * @throws NodeException if it cannot be told now
   */
  boolean isDead(NodeName name, long incarnation) {
    return whileLocked(INSTANT, () -> hasEnded(name, incarnation));
  }

  /**
   * Returns which of some incarnations of nodes of this host have ended for sure, as {@link
   * #isDead} tells of one.
   *
   * @throws NodeException if it cannot be told now
   */
  Set<Long> dead(Map<Long, NodeName> incarnations) {
    return momentarily(
        () -> {
          Set<Long> dead = new HashSet<>();
          for (Map.Entry<Long, NodeName> suspect : incarnations.entrySet()) {
            if (hasEnded(suspect.getValue(), suspect.getKey())) {
              dead.add(suspect.getKey());
            }
          }
          return dead;
        });
  }

  /**
   * Takes a name for a node of this process.
   *
   * @param cookies names the cookies of the node
   * @throws NodeException if a living node bears it
   */
  Claim claim(NodeName name, List<Fingerprint> cookies) {
    return whileLocked(
        PATIENT,
        () -> {
          Path file = file(name, ENTRY);
          Optional<LockFile> lock = LockFile.tryLock(file(name, LOCK));
          if (lock.isEmpty()) {
            String owner = RegistryEntry.read(file).map(e -> " (pid " + e.pid() + ")").orElse("");
            throw new NodeException(
                Reason.NAME_TAKEN,
                name + " is already running" + owner + "; choose another --name");
          }
          try {
            remove(file);
            Claim claim = new Claim(lock.get(), RegistryEntry.starting(name, cookies));
            claim.entry.write(file);
            return claim;
          } catch (IOException e) {
            lock.get().close();
            throw e;
          }
        });
  }

  /** Returns when a node last came or went; costs next to nothing. */
  FileTime lastChange() {
    try {
      return Files.getLastModifiedTime(directory);
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
  }

  /** Returns what tells this registry from those of other users and of other hosts. */
  String id() {
    return momentarily(
        () -> {
          Path file = directory.resolve(ID);
          if (Files.notExists(file)) {
            Files.createFile(file, OwnerOnly.FILE);
            Files.writeString(file, UUID.randomUUID().toString());
          }
          return Files.readString(file);
        });
  }

  /**
   * Waits for the right to form or join a cluster; one node at a time has it.
   *
   * @throws NodeException if another node has it for longer than the limit
   */
  LockFile lockJoining(Duration limit) {
    try {
      return LockFile.lock(directory.resolve("joining" + LOCK), limit)
          .orElseThrow(() -> stuck("another node has been starting for", limit));
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
  }

  /** Holds a name while its node lives. */
  final class Claim implements AutoCloseable {

    private final LockFile lock;
    private volatile RegistryEntry entry;
    private boolean closed;

    private Claim(LockFile lock, RegistryEntry entry) {
      this.lock = lock;
      this.entry = entry;
    }

    /** Returns what the registry says of this node. */
    RegistryEntry entry() {
      return entry;
    }

    /** Lets others on this host find the node. */
    void publish(long incarnation, String address) {
      write(() -> entry.startedAt(incarnation, address));
    }

    /** Tells others that the node can be sent to. */
    void ready() {
      write(() -> entry.ready());
    }

    /** Keeps the name, and tells others that the incarnation that was published has ended. */
    void retract() {
      publish(0, "");
    }

    private void write(Supplier<RegistryEntry> changed) {
      whileLocked(
          PATIENT, // Or a node would not start because another has no processor for a while.
          () -> {
            entry = changed.get();
            if (!closed) { // Else the name may be another's.
              entry.write(file(entry.name(), ENTRY));
            }
            return entry;
          });
    }

    /** Gives the name back and removes the node's files. */
    @Override
    public void close() {
      momentarily(
          () -> {
            // Closed twice, it would remove the files of the name's next owner.
            if (!closed) {
              closed = true;
              remove(file(entry.name(), ENTRY));
              lock.close();
            }
            return entry;
          });
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T momentarily(Work<T> work) {
    return whileLocked(MOMENT, work);
  }

  // Reading takes part in this too: who looks whether a lock is free holds it for that moment, and
  // a node that starts then must not take that for a living owner.
  private <T> T whileLocked(Duration limit, Work<T> work) {
    try {
      LockFile lock =
          LockFile.lock(directory.resolve("registry" + LOCK), limit)
              .orElseThrow(() -> stuck("another process has held the registry for", limit));
      try {
        return work.run();
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
  }

  private boolean hasEnded(NodeName name, long incarnation) throws IOException {
    Optional<RegistryEntry> entry = RegistryEntry.read(file(name, ENTRY));
    return !livesElseRemoved(file(name, ENTRY))
        || entry.map(e -> e.incarnation() != incarnation).orElse(false);
  }

  private boolean livesElseRemoved(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    Path lockFile = directory.resolve(name.substring(0, name.length() - ENTRY.length()) + LOCK);
    Optional<LockFile> free = LockFile.tryLock(lockFile);
    if (free.isPresent()) {
      try {
        remove(entry);
      } finally {
        free.get().close();
      }
    }
    return free.isEmpty();
  }

  // The lock's own file stays: who would remove it could remove one that was locked just now.
  private void remove(Path file) throws IOException {
    Optional<RegistryEntry> entry = RegistryEntry.read(file);
    if (entry.isPresent()) {
      Files.deleteIfExists(socket(entry.get()));
    }
    Files.deleteIfExists(file);
  }

  private Path file(NodeName name, String kind) {
    return directory.resolve(name + kind);
  }

  private static boolean isOwn(Path path) {
    try {
      return OwnerOnly.isOwn(path);
    } catch (IOException e) {
      return false;
    }
  }

  private static NodeException unusable(Path directory, String why) {
    return new NodeException(
        Reason.BAD_CONFIGURATION, "cannot use the registry " + directory + ": " + why);
  }

  private static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  private NodeException stuck(String what, Duration limit) {
    return new NodeException(
        Reason.FAILED,
        what + " " + limit.toMillis() + " ms (see " + directory + "); end it, or try again");
  }
}
