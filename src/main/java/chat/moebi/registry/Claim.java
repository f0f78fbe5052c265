package chat.moebi.registry;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's hold on its name in the registry, and the node's files there, while the node lives. The
 * user may remove the files, or a logout may; {@link #restore} creates them again. Thread-safe.
 */
public final class Claim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

  private final RegistryPlaces places;

  // These change only while the registry is locked.
  private volatile RegistryPlace place;
  private volatile LockFile lock;
  private volatile RegistryEntry entry;
  private volatile Object entryState;
  private volatile boolean isClosed;

  // These change only under the monitor of this claim.
  private volatile Object socketKey;
  private ScriptSocket socket;
  private boolean isFailureKnown;

  /**
   * Takes a name for a node of this process.
   *
   * @throws NodeException if a living node has the name
   */
  Claim(RegistryPlaces places, NodeName name, List<Fingerprint> cookies) {
    this.places = places;
    this.entry = RegistryEntry.starting(name, cookies);
    try {
      places.whileLocked(
          RegistryPlaces.LONG_LOCK_TIMEOUT,
          usable -> {
            holdName(usable);
            place.remove(place.entry(name));
            return writeEntry();
          });
    } catch (RuntimeException e) {
      if (lock != null) {
        lock.close();
      }
      throw e;
    }
  }

  /** Returns what the registry says about this node. */
  public RegistryEntry entry() {
    return entry;
  }

  /** Lets other nodes of this host find the node. */
  public void publish(long incarnation, String address) {
    write(e -> e.startedAt(incarnation, address));
  }

  /** Publishes that other nodes can send to this one. */
  public void ready() {
    write(RegistryEntry::ready);
  }

  /** Keeps the name, and publishes that the last incarnation has ended. */
  public void retract() {
    publish(0, "");
  }

  /**
   * Opens a socket for scripts in the registry; {@link #restore} opens it again after its file was
   * removed.
   *
   * @throws IOException if the socket cannot be opened, for example because the registry's path is
   *     too long
   */
  public synchronized void listen(ScriptSocket socket) throws IOException {
    bind(socket);
    this.socket = socket;
  }

  /**
   * Creates the node's files again if they were removed or changed. Costs next to nothing if not.
   *
   * @param notes takes a sentence if the files cannot be created again, once for each failure
   */
  public synchronized void restore(Consumer<String> notes) {
    try {
      if (!isWhole()) {
        places.whileLocked(RegistryPlaces.LOCK_TIMEOUT, this::restore);
        places.id();
      }
      isFailureKnown = false;
    } catch (NodeException e) {
      if (!isFailureKnown) {
        isFailureKnown = true;
        notes.accept(
            "nodes and scripts of this host cannot find "
                + entry.name()
                + " any more: "
                + e.getMessage());
      }
    }
  }

  /** Returns whether the node's files are as this claim has left them. */
  boolean isWhole() {
    return isClosed
        || lock.isInPlace()
            && Objects.equals(entryState, stateOf(place.entry(entry.name())))
            && Objects.equals(socketKey, LockFile.keyOf(place.socket(entry)));
  }

  private RegistryEntry restore(List<RegistryPlace> usable) throws IOException {
    if (!isWhole()) {
      holdName(usable);
      writeEntry();
      if (socket != null) {
        bind(socket);
      }
      LOG.info("the registry has changed; {} is in {} again", entry.name(), place.directory());
    }
    return entry;
  }

  /** Frees the name and removes the node's files, unless they belong to another node now. */
  @Override
  public void close() {
    try {
      if (place.exists()) {
        places.whileLocked(RegistryPlaces.LOCK_TIMEOUT, usable -> removeFiles());
      }
    } catch (NodeException e) {
      LOG.warn("cannot remove the files of {} in the registry: {}", entry.name(), e.getMessage());
    } finally {
      isClosed = true;
      lock.close();
    }
  }

  // A second close must not remove the files of the next owner of the name.
  private RegistryEntry removeFiles() throws IOException {
    if (!isClosed) {
      isClosed = true;
      Path file = place.entry(entry.name());
      if (lock.isInPlace()) {
        Files.deleteIfExists(place.socket(entry));
        if (RegistryEntry.read(file).map(e -> e.socket().equals(entry.socket())).orElse(true)) {
          Files.deleteIfExists(file);
        }
      }
      lock.close();
    }
    return entry;
  }

  private void write(UnaryOperator<RegistryEntry> change) {
    places.whileLocked(
        RegistryPlaces.LONG_LOCK_TIMEOUT,
        usable -> {
          entry = change.apply(entry);
          if (!isClosed) { // Else another node may have the name.
            holdName(usable);
            writeEntry();
          }
          return entry;
        });
  }

  /**
   * Locks the name: at first, again if the lock's file was removed, and in another place if this
   * one is gone.
   */
  private void holdName(List<RegistryPlace> usable) throws IOException {
    boolean isPlaceUsable = usable.contains(place);
    if (isPlaceUsable && lock.isInPlace()) {
      return;
    }
    RegistryPlace next = isPlaceUsable ? place : usable.get(0);
    for (RegistryPlace other : usable) {
      if (!other.equals(next) && other.isHeld(entry.name())) {
        throw other.taken(entry.name());
      }
    }
    LockFile former = lock;
    if (isPlaceUsable ? !lock.renew() : !take(next)) {
      throw next.taken(entry.name());
    }
    if (former != null && former != lock) {
      former.close();
    }
  }

  private boolean take(RegistryPlace next) throws IOException {
    Optional<LockFile> taken = next.tryTake(entry.name());
    if (taken.isPresent()) {
      lock = taken.get();
      place = next;
    }
    return taken.isPresent();
  }

  private RegistryEntry writeEntry() throws IOException {
    Path file = place.entry(entry.name());
    entry.write(file);
    entryState = stateOf(file);
    return entry;
  }

  private void bind(ScriptSocket scripts) throws IOException {
    Path path = place.socket(entry);
    if (socketKey == null || !socketKey.equals(LockFile.keyOf(path))) {
      Files.deleteIfExists(path);
      scripts.bind(path);
      socketKey = LockFile.keyOf(path);
    }
  }

  /** Returns a value that differs if a file was replaced or written to; null if there is none. */
  private static Object stateOf(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return List.of(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      return null;
    }
  }
}
