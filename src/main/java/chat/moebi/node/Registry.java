package chat.moebi.node;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import chat.moebi.node.NodeException.Reason;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

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

  /**
   * Describes a node of this user on this host.
   *
   * @param name its name
   * @param pid its process
   * @param incarnation tells one start of its ActorSystem from the next; 0 while it starts
   * @param address {@code HOST:PORT} where other nodes reach it; empty while it starts
   * @param socket the file name of its socket for scripts, within the registry
   */
  public record Entry(NodeName name, long pid, long incarnation, String address, String socket) {
    boolean isStarting() {
      return incarnation == 0;
    }
  }

  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      asFileAttribute(fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      asFileAttribute(fromString("rwx------"));
  private static final Set<PosixFilePermission> OF_OTHERS = fromString("---rwxrwx");

  private static final String ENTRY = ".node";
  private static final String LOCK = ".lock";
  private static final Duration MOMENT = Duration.ofSeconds(2);
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
    long uid = new UnixSystem().getUid();
    Path ofSession = Path.of("/run/user", Long.toString(uid));
    return isOwnedBy(uid, ofSession)
        ? at(ofSession.resolve("chat"))
        : at(Path.of("/tmp", "chat-" + uid));
  }

  /**
   * Opens a registry in the given directory, made if it is not there (its parent must be).
   *
   * @throws NodeException if it belongs to another user or is open to others
   */
  public static Registry at(Path directory) {
    long uid = new UnixSystem().getUid();
    try {
      Files.createDirectory(directory, OWNER_ONLY_DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      // Checked below, as it must be whoever made it.
    } catch (IOException e) {
      throw unusable(directory, "it cannot be made (" + reason(e) + ")");
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw unusable(directory, "it is not a directory");
    }
    if (!isOwnedBy(uid, directory)) {
      throw unusable(directory, "it belongs to another user");
    }
    try {
      for (PosixFilePermission p : Files.getPosixFilePermissions(directory)) {
        if (OF_OTHERS.contains(p)) {
          throw unusable(directory, "others can reach into it; type: chmod 700 " + directory);
        }
      }
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
    return new Registry(directory);
  }

  /** Returns where this registry is. */
  public Path directory() {
    return directory;
  }

  /** Returns where the socket of the given node is. */
  public Path socket(Entry entry) {
    return directory.resolve(entry.socket());
  }

  /** Returns the living nodes, sorted by name, and removes what the dead have left. */
  public List<Entry> entries() {
    return momentarily(
        () -> {
          List<Entry> living = new ArrayList<>();
          try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
            for (Path file : files) {
              read(file).filter(this::livesElseRemoved).ifPresent(living::add);
            }
          }
          living.sort(Comparator.comparing(Entry::name));
          return living;
        });
  }

  /**
   * Returns the incarnation of the living node of that name: nothing if none lives, 0 while it
   * starts. For actors: it hardly waits for others.
   *
   * @throws NodeException if it cannot be told now
   */
  OptionalLong living(NodeName name) {
    return whileLocked(
        INSTANT,
        () -> {
          Optional<Entry> entry = read(file(name, ENTRY)).filter(this::livesElseRemoved);
          return entry.isPresent()
              ? OptionalLong.of(entry.get().incarnation())
              : OptionalLong.empty();
        });
  }

  /**
   * Takes a name for a node of this process.
   *
   * @throws NodeException if a living node bears it
   */
  Claim claim(NodeName name) {
    return momentarily(
        () -> {
          Optional<LockFile> lock = LockFile.tryLock(file(name, LOCK));
          if (lock.isEmpty()) {
            throw taken(name);
          }
          try {
            Optional<Entry> former = read(file(name, ENTRY));
            if (former.isPresent()) {
              remove(former.get());
            }
            Claim claim = new Claim(lock.get(), starting(name));
            write(claim.entry);
            return claim;
          } catch (IOException e) {
            lock.get().close();
            throw e;
          }
        });
  }

  private NodeException taken(NodeName name) throws IOException {
    String owner = read(file(name, ENTRY)).map(e -> " (pid " + e.pid() + ")").orElse("");
    return new NodeException(
        Reason.NAME_TAKEN, name + " is already running" + owner + "; choose another --name");
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
    private volatile Entry entry;
    private boolean closed;

    private Claim(LockFile lock, Entry entry) {
      this.lock = lock;
      this.entry = entry;
    }

    /** Returns what the registry says of this node. */
    Entry entry() {
      return entry;
    }

    /** Lets others on this host find the node. */
    void publish(long incarnation, String address) {
      momentarily(
          () -> {
            entry = new Entry(entry.name(), entry.pid(), incarnation, address, entry.socket());
            write(entry);
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
              remove(entry);
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
  // a
  // node that starts in that moment must not take it for a living owner's.
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

  private boolean livesElseRemoved(Entry entry) {
    try (LockFile lock = LockFile.tryLock(file(entry.name(), LOCK)).orElse(null)) {
      if (lock != null) {
        remove(entry);
      }
      return lock == null;
    } catch (IOException e) {
      throw unusable(directory, reason(e));
    }
  }

  // The lock's own file stays: who would remove it could remove one that was locked just now.
  private void remove(Entry entry) throws IOException {
    Files.deleteIfExists(socket(entry));
    Files.deleteIfExists(file(entry.name(), ENTRY));
  }

  // Properties rather than JSON: reading and writing them takes no time worth mentioning, of which
  // a
  // script's short life and a node's start have little.
  private void write(Entry entry) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("name", entry.name().toString());
    lines.setProperty("pid", Long.toString(entry.pid()));
    lines.setProperty("incarnation", Long.toString(entry.incarnation()));
    lines.setProperty("address", entry.address());
    lines.setProperty("socket", entry.socket());
    Path temporary = file(entry.name(), ".tmp");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, OWNER_ONLY_FILE);
    try (Writer file = Files.newBufferedWriter(temporary)) {
      lines.store(file, null);
    }
    Files.move(temporary, file(entry.name(), ENTRY), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Entry> read(Path path) throws IOException {
    Properties lines = new Properties();
    try (Reader file = Files.newBufferedReader(path)) {
      lines.load(file);
      return Optional.of(
          new Entry(
              NodeName.parse(value(lines, "name")),
              Long.parseLong(value(lines, "pid")),
              Long.parseLong(value(lines, "incarnation")),
              value(lines, "address"),
              value(lines, "socket")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      // No node has written it so.
      throw new IOException(path + " is no entry of a node; remove it", e);
    }
  }

  private static String value(Properties lines, String key) {
    String value = lines.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  private static Entry starting(NodeName name) {
    // Not the node's name: a socket's whole path may have some 100 bytes, and names are long.
    String socket = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + ".sock";
    return new Entry(name, ProcessHandle.current().pid(), 0, "", socket);
  }

  private Path file(NodeName name, String kind) {
    return directory.resolve(name + kind);
  }

  private static boolean isOwnedBy(long uid, Path path) {
    try {
      Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return owner instanceof Integer i && Integer.toUnsignedLong(i) == uid;
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
