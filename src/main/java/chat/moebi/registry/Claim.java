package chat.moebi.registry;

import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a node's name in the registry while the node lives. Its files may be removed meanwhile, by
 * somebody who cleans up, or because the user has logged out: then {@link #putBack} creates them
 * again. Thread-safe.
 */
public final class Claim implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

  private final Registry registry;

  // What follows is changed only while the registry is locked.
  private volatile RegistryPlace place;
  private volatile LockFile lock;
  private volatile RegistryEntry entry;
  private volatile Object entryState;
  private ScriptSocket socket;
  private volatile Object socketKey;
  private volatile boolean closed;

  /** Takes over a name's lock, and writes the entry. */
  Claim(Registry registry, RegistryPlace place, LockFile lock, RegistryEntry entry)
      throws IOException {
    this.registry = registry;
    this.place = place;
    this.lock = lock;
    this.entry = entry;
    writeEntry();
  }

  /** Returns what the registry says of this node. */
  public RegistryEntry entry() {
    return entry;
  }

  /** Lets others on this host find the node. */
  public void publish(long incarnation, String address) {
    write(e -> e.startedAt(incarnation, address));
  }

  /** Tells others that the node can be sent to. */
  public void ready() {
    write(RegistryEntry::ready);
  }

  /** Keeps the name, and tells others that the incarnation that was published has ended. */
  public void retract() {
    publish(0, "");
  }

  /**
   * Has the node's socket listen in the registry, and again each time its file was removed.
   *
   * @throws IOException if it cannot, because the registry's path is too long, say
   */
  public void listen(ScriptSocket socket) throws IOException {
    Optional<IOException> failure =
        registry.patiently(
            usable -> {
              try {
                bind(socket);
                this.socket = socket;
                return Optional.empty();
              } catch (IOException e) {
                return Optional.of(e);
              }
            });
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Returns whether the node's files are as it has left them; costs next to nothing. */
  boolean isWhole() {
    return closed
        || lock.isInPlace()
            && Objects.equals(entryState, stateOf(place.entry(entry.name())))
            && Objects.equals(socketKey, LockFile.keyOf(place.socket(entry)));
  }

  /**
   * Puts back what was removed.
   *
   * @throws NodeException if it cannot be done; if another node has taken the name, say
   */
  void putBack() {
    registry.momentarily(
        usable -> {
          if (!isWhole()) {
            holdName(usable);
            writeEntry();
            if (socket != null) {
              bind(socket);
            }
            LOG.info("the registry has changed; {} is in {} again", entry.name(), place);
          }
          return entry;
        });
    registry.id();
  }

  /** Gives the name back and removes the node's files, unless they are another's now. */
  @Override
  public void close() {
    try {
      if (place.exists()) {
        registry.momentarily(
            usable -> {
              release();
              return entry;
            });
      }
    } catch (NodeException e) {
      LOG.warn("cannot remove what the registry has of {}: {}", entry.name(), e.getMessage());
    } finally {
      closed = true;
      lock.close();
    }
  }

  // Closed twice, it would remove the files of the name's next owner.
  private void release() throws IOException {
    if (!closed) {
      closed = true;
      Path file = place.entry(entry.name());
      if (lock.isInPlace()) {
        Files.deleteIfExists(place.socket(entry));
        if (RegistryEntry.read(file).map(e -> e.socket().equals(entry.socket())).orElse(true)) {
          Files.deleteIfExists(file);
        }
      }
      lock.close();
    }
  }

  private void write(UnaryOperator<RegistryEntry> change) {
    registry.patiently(
        usable -> {
          entry = change.apply(entry);
          if (!closed) { // Else the name may be another's.
            holdName(usable);
            writeEntry();
          }
          return entry;
        });
  }

  /** Locks the name anew if the lock's file was removed, in another place if this one is gone. */
  private void holdName(List<RegistryPlace> usable) throws IOException {
    if (!usable.contains(place)) {
      RegistryPlace next = usable.get(0);
      LockFile former = lock;
      lock = Registry.take(usable, next, entry.name());
      place = next;
      former.close();
    } else if (!lock.isInPlace()) {
      Registry.refuseIfHeldElsewhere(usable, place, entry.name());
      if (!lock.renew()) {
        throw place.taken(entry.name());
      }
    }
  }

  private void writeEntry() throws IOException {
    Path file = place.entry(entry.name());
    entry.write(file);
    entryState = stateOf(file);
  }

  private void bind(ScriptSocket scripts) throws IOException {
    Path path = place.socket(entry);
    if (socketKey == null || !socketKey.equals(LockFile.keyOf(path))) {
      Files.deleteIfExists(path);
      scripts.bind(path);
      socketKey = LockFile.keyOf(path);
    }
  }

  /** Returns what differs if a file was replaced or written to; null if there is none. */
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
