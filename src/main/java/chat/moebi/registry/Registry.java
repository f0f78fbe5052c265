package chat.moebi.registry;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
 * <p>There may be several such directories, see {@link RegistryPlaces}. A new node is registered in
 * the first that can be used, and all are looked at.
 *
 * <p>Safe for use by several threads and by several nodes of one JVM.
 */
public final class Registry {

  private static final String ID = "id";
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** A process that is frozen may hold it for a while. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final Duration INSTANT = Duration.ofMillis(50);

  private final List<RegistryPlace> places;
  private volatile String lastId;

  private Registry(List<RegistryPlace> places) {
    this.places = places;
    usablePlaces();
  }

  /**
   * Opens the user's registry: in {@code $XDG_RUNTIME_DIR}, else {@code /run/user/UID} if it is
   * theirs, else {@code /tmp/chat-UID} if nobody else has made that, else in the user's state
   * directory.
   *
   * @throws NodeException if that directory is open to others, or belongs to another user and no
   *     other place serves
   */
  public static Registry ofUser(Map<String, String> environment) {
    return in(RegistryPlaces.of(environment));
  }

  /**
   * Opens a registry in the given directory, made if it is not there (its parent must be).
   *
   * @throws NodeException if it belongs to another user or is open to others
   */
  public static Registry at(Path directory) {
    return in(List.of(new RegistryPlace(directory, false)));
  }

  /** Opens a registry in the first of some places that can be used; the others are looked at. */
  static Registry in(List<RegistryPlace> places) {
    return new Registry(places);
  }

  /** Returns where the registry keeps the files of a node that starts now: the user's alone. */
  public Path directory() {
    return usablePlaces().get(0).directory();
  }

  /** Returns where the socket of the given node is. */
  public Path socket(RegistryEntry entry) {
    return places.stream()
        .map(place -> place.socket(entry))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> places.get(0).socket(entry));
  }

  /** Returns the living nodes, sorted by name, and removes what the dead have left. */
  public List<RegistryEntry> entries() {
    return momentarily(
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
   * Tells whether an incarnation of a node of this host has ended for sure: its name is free, or
   * another bears it. For actors: it hardly waits for others.
   *
   * @throws NodeException if it cannot be told now
   */
  public boolean isDead(NodeName name, long incarnation) {
    return whileLocked(INSTANT, usable -> !isAlive(usable, name, incarnation));
  }

  /**
   * Returns which of some incarnations of nodes of this host have ended for sure, as {@link
   * #isDead} tells of one.
   *
   * @throws NodeException if it cannot be told now
   */
  public Set<Long> dead(Map<Long, NodeName> incarnations) {
    return momentarily(
        usable -> {
          Set<Long> dead = new HashSet<>();
          for (Map.Entry<Long, NodeName> suspect : incarnations.entrySet()) {
            if (!isAlive(usable, suspect.getValue(), suspect.getKey())) {
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
  public Claim claim(NodeName name, List<Fingerprint> cookies) {
    return patiently(
        usable -> {
          RegistryPlace place = usable.get(0);
          LockFile lock = take(usable, place, name);
          try {
            place.remove(place.entry(name));
            return new Claim(this, place, lock, RegistryEntry.starting(name, cookies));
          } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
          }
        });
  }

  /**
   * Takes the lock of a name in one place, unless it is held in any.
   *
   * @throws NodeException if a living node bears the name
   */
  static LockFile take(List<RegistryPlace> usable, RegistryPlace place, NodeName name)
      throws IOException {
    refuseIfHeldElsewhere(usable, place, name);
    Optional<LockFile> lock = place.tryTake(name);
    if (lock.isEmpty()) {
      throw place.taken(name);
    }
    return lock.get();
  }

  /**
   * Looks for a name in all places but one.
   *
   * @throws NodeException if a living node bears the name in one of them
   */
  static void refuseIfHeldElsewhere(List<RegistryPlace> usable, RegistryPlace place, NodeName name)
      throws IOException {
    for (RegistryPlace other : usable) {
      if (!other.equals(place) && other.isHeld(name)) {
        throw other.taken(name);
      }
    }
  }

  /** Returns when a node last came or went, in each place; costs next to nothing. */
  public List<FileTime> lastChanges() {
    return places.stream().flatMap(place -> place.lastChange().stream()).toList();
  }

  /** Returns what tells this registry from those of other users and of other hosts. */
  public String id() {
    return momentarily(
        usable -> {
          Path file = usable.get(0).directory().resolve(ID);
          if (Files.notExists(file)) {
            Files.createFile(file, OwnerOnly.FILE);
            // Of a registry that was removed, the nodes that run know the former one.
            Files.writeString(file, lastId == null ? UUID.randomUUID().toString() : lastId);
          }
          lastId = Files.readString(file);
          return lastId;
        });
  }

  /**
   * Waits for the right to form or join a cluster; one node at a time has it.
   *
   * @throws NodeException if another node has it for longer than the limit
   */
  public LockFile lockJoining(Duration limit) {
    RegistryPlace place = usablePlaces().get(0);
    try {
      return LockFile.lock(place.lock("joining"), limit)
          .orElseThrow(() -> stuck("another node has been starting for", limit, place));
    } catch (IOException e) {
      throw unusable(place.directory(), reason(e));
    }
  }

  /** Works on the files of the registry, which nobody else does meanwhile. */
  interface Work<T> {
    /** Does it in the places that can be used; the first is for what is new. */
    T run(List<RegistryPlace> usable) throws IOException;
  }

  /** Does what others wait for, or what can be done without. */
  <T> T momentarily(Work<T> work) {
    return whileLocked(MOMENT, work);
  }

  /** Does what must be done, though another process has no processor for a while. */
  <T> T patiently(Work<T> work) {
    return whileLocked(PATIENT, work);
  }

  // Reading takes part in this too: who looks whether a lock is free holds it for that moment, and
  // a node that starts then must not take that for a living owner.
  private <T> T whileLocked(Duration limit, Work<T> work) {
    List<RegistryPlace> usable = usablePlaces();
    Deque<LockFile> locks = new ArrayDeque<>();
    RegistryPlace current = usable.get(0);
    try {
      for (RegistryPlace place : usable) { // In one order, so that no two wait for each other.
        current = place;
        locks.push(
            LockFile.lock(place.lock("registry"), limit)
                .orElseThrow(
                    () -> stuck("another process has held the registry for", limit, place)));
      }
      return work.run(usable);
    } catch (IOException e) {
      throw unusable(current.directory(), reason(e));
    } finally {
      locks.forEach(LockFile::close);
    }
  }

  private static boolean isAlive(List<RegistryPlace> usable, NodeName name, long incarnation)
      throws IOException {
    for (RegistryPlace place : usable) {
      if (place.isAlive(name, incarnation)) {
        return true;
      }
    }
    return false;
  }

  // Looked at each time: directories may come and go while a node runs, and change hands.
  private List<RegistryPlace> usablePlaces() {
    List<RegistryPlace> usable = new ArrayList<>();
    NodeException refusal = null;
    for (RegistryPlace place : places) {
      if (usable.isEmpty() || place.exists()) {
        Optional<String> objection = objectionTo(place, usable.isEmpty());
        if (objection.isEmpty()) {
          usable.add(place);
        } else if (usable.isEmpty()) {
          boolean isFirst = refusal == null || place.exists();
          refusal = isFirst ? unusable(place.directory(), objection.get()) : refusal;
          if (place.isOwn()) {
            throw refusal; // Its user can mend it, and nodes may be registered there.
          }
        }
      }
    }
    if (usable.isEmpty()) {
      throw refusal;
    }
    return usable;
  }

  private Optional<String> objectionTo(RegistryPlace place, boolean isToBeMade) {
    try {
      if (isToBeMade) {
        place.make();
      }
      return place
          .objection()
          .map(
              objection ->
                  places.size() == 1 || place.isOwn()
                      ? objection
                      : objection + "; set XDG_RUNTIME_DIR to a directory of your own");
    } catch (IOException e) {
      return Optional.of("it cannot be made (" + reason(e) + ")");
    }
  }

  static NodeException unusable(Path directory, String why) {
    return new NodeException(
        Reason.BAD_CONFIGURATION, "cannot use the registry " + directory + ": " + why);
  }

  private static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? e.getMessage()
        : e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  private static NodeException stuck(String what, Duration limit, RegistryPlace place) {
    return new NodeException(
        Reason.FAILED,
        what
            + " "
            + limit.toMillis()
            + " ms (see "
            + place.directory()
            + "); end it, or try again");
  }
}
