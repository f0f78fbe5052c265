package chat.moebi.registry;

import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The directories in which a user's nodes on this host may be registered, in order of preference. A
 * node that starts is registered in the first usable one; all of them are read. Thread-safe.
 */
final class RegistryPlaces {

  /** Work on the files of the registry, under its locks. */
  interface Work<T> {
    /** Does the work in the usable places, of which the first is for new files. */
    T run(List<RegistryPlace> usable) throws IOException;
  }

  /** For work that others wait for, or that can be left out. */
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  /** For work that must be done: a frozen process may hold a lock for a while. */
  static final Duration LONG_LOCK_TIMEOUT = Duration.ofSeconds(30);

  private static final Path SESSIONS = Path.of("/run/user");
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final String REGISTRY = "registry";
  private static final String ID = "id";

  private final List<RegistryPlace> all;
  private volatile String lastId;

  /**
   * Creates the first place if none is usable.
   *
   * @throws NodeException if no place is usable
   */
  RegistryPlaces(List<RegistryPlace> all) {
    this.all = all;
    usable();
  }

  /**
   * Finds the places by the environment.
   *
   * <p>The session manager creates {@code /run/user/UID} when the user logs in, and removes it when
   * the session ends. A node may be started before and run on, so all places of the user are read.
   * An {@code XDG_RUNTIME_DIR} elsewhere is the only place: it keeps its nodes apart from all
   * others.
   *
   * @throws NodeException if {@code XDG_RUNTIME_DIR} names a directory that is not the user's
   */
  static RegistryPlaces of(Map<String, String> environment) {
    return of(environment, SESSIONS, TEMPORARY);
  }

  static RegistryPlaces of(Map<String, String> environment, Path sessions, Path temporary) {
    return new RegistryPlaces(candidates(environment, sessions, temporary));
  }

  /** Finds the places, and creates none. */
  static List<RegistryPlace> candidates(Map<String, String> environment) {
    return candidates(environment, SESSIONS, TEMPORARY);
  }

  private static List<RegistryPlace> candidates(
      Map<String, String> environment, Path sessions, Path temporary) {
    long uid = OwnerOnly.uid();
    Path session = sessions.resolve(Long.toString(uid));
    Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    // Its specification says that a relative path is to be ignored.
    if (runtime.isAbsolute() && !isSame(runtime, session)) {
      if (!isOwn(runtime)) {
        throw RegistryPlace.unusable(
            runtime, "XDG_RUNTIME_DIR names it, and it is not there or not yours; unset it");
      }
      return List.of(new RegistryPlace(runtime.resolve("chat"), false));
    }
    List<RegistryPlace> places = new ArrayList<>();
    places.add(new RegistryPlace(session.resolve("chat"), false));
    places.add(new RegistryPlace(temporary.resolve("chat-" + uid), false));
    Home.stateDirectory(environment)
        .ifPresent(state -> places.add(new RegistryPlace(state.resolve(REGISTRY), true)));
    return places;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.normalize().equals(other) || Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOwn(Path runtime) {
    try {
      return Files.isWritable(runtime) && !OwnerOnly.isInAnothers(runtime.resolve("chat"));
    } catch (IOException e) {
      return false;
    }
  }

  List<RegistryPlace> all() {
    return all;
  }

  /** Returns the place for the files of a node that starts now. */
  RegistryPlace first() {
    return usable().get(0);
  }

  /**
   * Does work that no other process or node does meanwhile. Reading needs the lock as well: a
   * reader holds a node's lock for a moment to see whether the node lives. A node that starts then
   * must not take the reader for a living node.
   *
   * @throws NodeException if the files cannot be used, or are locked for longer than the limit
   */
  <T> T whileLocked(Duration limit, Work<T> work) {
    List<RegistryPlace> usable = usable();
    Deque<LockFile> locks = new ArrayDeque<>();
    RegistryPlace current = usable.get(0);
    try {
      for (RegistryPlace place : usable) { // In one order, so that no two processes deadlock.
        current = place;
        locks.push(lock(place, limit));
      }
      return work.run(usable);
    } catch (IOException e) {
      throw RegistryPlace.unusable(current.directory(), RegistryPlace.reason(e));
    } finally {
      locks.forEach(LockFile::close);
    }
  }

  static LockFile lock(RegistryPlace place, Duration limit) {
    return place.lock(REGISTRY, limit, "another process has held the registry for");
  }

  /** Returns the id that tells this registry from those of other users and of other hosts. */
  String id() {
    return whileLocked(
        LOCK_TIMEOUT,
        usable -> {
          Path file = usable.get(0).directory().resolve(ID);
          if (Files.notExists(file)) {
            Files.createFile(file, OwnerOnly.FILE);
            // If the registry was removed, the running nodes know the id that it had.
            Files.writeString(file, lastId == null ? UUID.randomUUID().toString() : lastId);
          }
          lastId = Files.readString(file);
          return lastId;
        });
  }

  // Checked each time: directories may come, go and change their owner while a node runs.
  private List<RegistryPlace> usable() {
    List<RegistryPlace> usable = new ArrayList<>();
    NodeException refusal = null;
    for (RegistryPlace place : all) {
      boolean isFirst = usable.isEmpty();
      if (!isFirst && !place.exists()) {
        continue;
      }
      Optional<String> objection = objectionTo(place, isFirst);
      if (objection.isEmpty()) {
        usable.add(place);
      } else if (isFirst) {
        if (refusal == null || place.exists()) {
          refusal = RegistryPlace.unusable(place.directory(), objection.get());
        }
        if (place.isOwn()) {
          throw refusal; // The user can repair the directory, and nodes may be registered there.
        }
      }
    }
    if (usable.isEmpty()) {
      throw refusal;
    }
    return usable;
  }

  private Optional<String> objectionTo(RegistryPlace place, boolean isFirst) {
    try {
      if (isFirst) {
        place.create();
      }
      boolean hasRemedy = all.size() == 1 || place.isOwn();
      return place
          .objection()
          .map(o -> hasRemedy ? o : o + "; set XDG_RUNTIME_DIR to a directory of your own");
    } catch (IOException e) {
      return Optional.of("it cannot be made (" + RegistryPlace.reason(e) + ")");
    }
  }
}
