package chat.moebi.registry;

import chat.moebi.cookie.Home;
import chat.moebi.cookie.OwnerOnly;
import chat.moebi.name.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says in which directories a user's nodes on this host may be registered. */
final class RegistryPlaces {

  private static final Path SESSIONS = Path.of("/run/user");
  private static final Path TEMPORARY = Path.of("/tmp");

  private RegistryPlaces() {}

  /**
   * Returns the places in the order in which they are preferred.
   *
   * <p>The session manager makes {@code /run/user/UID} when the user logs in, and removes it at the
   * end. A node may be started before and run on, so all places of the user are looked at. A {@code
   * XDG_RUNTIME_DIR} elsewhere is the only place: its nodes are to be apart from all others.
   *
   * @throws NodeException if {@code XDG_RUNTIME_DIR} names a directory that is not the user's
   */
  static List<RegistryPlace> of(Map<String, String> environment) {
    return of(environment, SESSIONS, TEMPORARY);
  }

  static List<RegistryPlace> of(Map<String, String> environment, Path sessions, Path temporary) {
    long uid = OwnerOnly.uid();
    Path session = sessions.resolve(Long.toString(uid));
    Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    // A relative one is to be ignored, its specification says.
    if (runtime.isAbsolute() && !isSame(runtime, session)) {
      if (!Files.isWritable(runtime) || !canHold(runtime)) {
        throw Registry.unusable(
            runtime, "XDG_RUNTIME_DIR names it, and it is not there or not yours; unset it");
      }
      return List.of(new RegistryPlace(runtime.resolve("chat"), false));
    }
    List<RegistryPlace> places = new ArrayList<>();
    places.add(new RegistryPlace(session.resolve("chat"), false));
    places.add(new RegistryPlace(temporary.resolve("chat-" + uid), false));
    Home.stateDirectory(environment)
        .ifPresent(state -> places.add(new RegistryPlace(state.resolve("registry"), true)));
    return places;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.normalize().equals(other) || Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean canHold(Path parent) {
    try {
      return !OwnerOnly.isInAnothers(parent.resolve("chat"));
    } catch (IOException e) {
      return false;
    }
  }
}
