package chat.moebi.registry;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The user's nodes on this host; stands where epmd stands for Erlang.
 *
 * <p>A directory of the user's own has for each node an entry with the node's name and address, a
 * lock that is held while the node lives, and the socket for scripts. The kernel frees the lock
 * when the process ends, so a crash frees the name at once, and the next reader removes the files.
 * All nodes share two locks. One is held while entries are read or changed. The other is held while
 * a node forms or joins a cluster, so two nodes that start at the same instant form one cluster.
 *
 * <p>There may be several such directories, see {@link RegistryPlaces}.
 *
 * <p>Safe for use by several threads and by several nodes of one JVM. All methods but {@link #read}
 * may wait for the disk or for a lock, so actors call none of the others.
 */
public final class Registry {

  private final RegistryPlaces places;
  private final Object reading = new Object();

  /** The read that has not begun yet. */
  private CompletableFuture<List<RegistryEntry>> nextRead;

  Registry(RegistryPlaces places) {
    this.places = places;
  }

  /**
   * Opens the user's registry. It is in {@code $XDG_RUNTIME_DIR}, else in {@code /run/user/UID} if
   * that belongs to the user, else in {@code /tmp/chat-UID} unless another user has created that.
   * The user's state directory comes last.
   *
   * @throws NodeException if the directory is open to others, or belongs to another user and no
   *     other place is usable
   */
  public static Registry ofUser(Map<String, String> environment) {
    return new Registry(RegistryPlaces.of(environment));
  }

  /**
   * Opens a registry in the given directory, which is created if it is missing.
   *
   * @throws NodeException if the directory belongs to another user or is open to others
   */
  public static Registry at(Path directory) {
    return new Registry(new RegistryPlaces(List.of(new RegistryPlace(directory, false))));
  }

  /** Returns the directory for the files of a node that starts now. */
  public Path directory() {
    return places.first().directory();
  }

  /** Returns the path of a node's socket. */
  public Path socket(RegistryEntry entry) {
    List<Path> paths = places.all().stream().map(place -> place.socket(entry)).toList();
    return paths.stream().filter(Files::exists).findFirst().orElse(paths.get(0));
  }

  /** Returns the living nodes, sorted by name, and removes the files of dead ones. */
  public List<RegistryEntry> entries() {
    return places.whileLocked(
        RegistryPlaces.LOCK_TIMEOUT,
        usable -> {
          List<RegistryEntry> living = new ArrayList<>();
          for (RegistryPlace place : usable) {
            living.addAll(place.living());
          }
          living.sort(Comparator.comparing(RegistryEntry::name));
          return living;
        });
  }

  /**
   * Reads the {@link #entries} on another thread. All calls until a read begins share it, so any
   * number of calls takes two threads at most.
   *
   * @return completes with a {@link NodeException} if the registry cannot be used
   */
  public synchronized CompletableFuture<List<RegistryEntry>> read() {
    if (nextRead == null) {
      nextRead = CompletableFuture.supplyAsync(this::beginRead, Registry::start);
    }
    return nextRead.copy();
  }

  private List<RegistryEntry> beginRead() {
    synchronized (reading) {
      synchronized (this) {
        nextRead = null;
      }
      return entries();
    }
  }

  private static void start(Runnable read) {
    Thread thread = new Thread(read, "registry-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns which of some incarnations of nodes of this host have certainly ended: their names are
   * free, or belong to other incarnations.
   *
   * @throws NodeException if the registry cannot be used now
   */
  public Set<Long> dead(Map<Long, NodeName> incarnations) {
    return places.whileLocked(
        RegistryPlaces.LOCK_TIMEOUT,
        usable -> {
          Set<Long> dead = new HashSet<>(incarnations.keySet());
          for (Map.Entry<Long, NodeName> suspect : incarnations.entrySet()) {
            for (RegistryPlace place : usable) {
              if (place.isAlive(suspect.getValue(), suspect.getKey())) {
                dead.remove(suspect.getKey());
              }
            }
          }
          return dead;
        });
  }

  /**
   * Takes a name for a node of this process.
   *
   * @param cookies of the node
   * @throws NodeException if a living node has the name
   */
  public Claim claim(NodeName name, List<Fingerprint> cookies) {
    return new Claim(places, name, cookies);
  }

  /** Returns when a node last came or went, in each place; costs next to nothing. */
  public List<FileTime> lastChanges() {
    return places.all().stream().flatMap(place -> place.lastChange().stream()).toList();
  }

  /** Returns the id that tells this registry from those of other users and of other hosts. */
  public String id() {
    return places.id();
  }

  /**
   * Waits for the right to form or join a cluster, which one node at a time has.
   *
   * @throws NodeException if another node has the right for longer than the limit
   */
  public LockFile lockJoining(Duration limit) {
    return places.first().lock("joining", limit, "another node has been starting for");
  }
}
