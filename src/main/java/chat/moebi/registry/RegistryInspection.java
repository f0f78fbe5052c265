package chat.moebi.registry;

import chat.moebi.name.NodeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the user's registry, for a diagnosis. Changes nothing on disk: no directory is
 * created, and the files of dead nodes stay.
 */
public final class RegistryInspection {

  /**
   * An entry of the registry.
   *
   * @param socket the path of the node's socket for scripts
   * @param isAlive whether the node's process lives
   */
  public record Node(RegistryEntry entry, Path socket, boolean isAlive) {}

  private final List<RegistryPlace> usable;

  private RegistryInspection(List<RegistryPlace> usable) {
    this.usable = usable;
  }

  /**
   * Finds the directories that {@link Registry#ofUser} would use.
   *
   * @throws NodeException with a sentence for the user, where {@code ofUser} would throw one
   */
  public static RegistryInspection ofUser(Map<String, String> environment) {
    List<RegistryPlace> usable = new ArrayList<>();
    NodeException refusal = null;
    for (RegistryPlace place : RegistryPlaces.candidates(environment)) {
      if (!usable.isEmpty() && !place.exists()) {
        continue;
      }
      Optional<String> objection = objectionTo(place);
      if (objection.isEmpty()) {
        usable.add(place);
      } else if (usable.isEmpty()) {
        refusal = RegistryPlace.unusable(place.directory(), objection.get());
        if (place.isOwn()) {
          throw refusal;
        }
      }
    }
    if (usable.isEmpty()) {
      throw refusal;
    }
    return new RegistryInspection(usable);
  }

  private static Optional<String> objectionTo(RegistryPlace place) {
    try {
      return place.exists() ? place.objection() : place.objectionToCreating();
    } catch (IOException e) {
      return Optional.of(RegistryPlace.reason(e));
    }
  }

  /** Returns the directory for the files of a node that starts now; it may not exist. */
  public Path directory() {
    return usable.get(0).directory();
  }

  /** Returns the entries of living and of dead nodes, sorted by name. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (RegistryPlace place : usable) {
      if (place.exists()) {
        nodes.addAll(nodes(place));
      }
    }
    nodes.sort(Comparator.comparing(node -> node.entry().name()));
    return nodes;
  }

  private static List<Node> nodes(RegistryPlace place) {
    Optional<LockFile> lock =
        place.hasLock()
            ? Optional.of(RegistryPlaces.lock(place, RegistryPlaces.LOCK_TIMEOUT))
            : Optional.empty(); // No node has started yet, and an inspection creates nothing.
    try {
      List<Node> nodes = new ArrayList<>();
      place
          .inspect()
          .forEach((entry, isAlive) -> nodes.add(new Node(entry, place.socket(entry), isAlive)));
      return nodes;
    } catch (IOException e) {
      throw RegistryPlace.unusable(place.directory(), RegistryPlace.reason(e));
    } finally {
      lock.ifPresent(LockFile::close);
    }
  }

  /** Whether the operating system takes the path of a socket in the directory. */
  public boolean hasRoomForSockets() {
    Path socket = directory().resolve("00000000.sock");
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket)); // Nothing listens there.
      return true;
    } catch (IOException e) {
      return !String.valueOf(e.getMessage()).contains("too long");
    }
  }
}
