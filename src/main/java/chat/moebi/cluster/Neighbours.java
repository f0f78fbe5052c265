package chat.moebi.cluster;

import chat.moebi.name.NodeException;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes of this registry that have the same cookie. To read them takes some file
 * operations a node, so they are read only when the registry has changed. Thread-safe.
 */
final class Neighbours {

  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  private final ClusterSettings settings;
  private final Registry registry;
  private List<RegistryEntry> entries = List.of();

  /** When the registry had changed as it was read; null if it may have changed since. */
  private List<FileTime> lastChanges;

  private boolean isUnreadable;

  Neighbours(ClusterSettings settings, Registry registry) {
    this.settings = settings;
    this.registry = registry;
  }

  /** Returns the neighbours that other nodes can reach; none if the registry cannot be read. */
  synchronized List<RegistryEntry> read() {
    try {
      List<FileTime> changes = registry.lastChanges();
      if (!changes.equals(lastChanges)) {
        entries = registry.entries().stream().filter(this::isNeighbour).toList();
        // Another change may follow within the resolution of the file times.
        Instant settled = Instant.now().minusSeconds(1);
        boolean isSettled = changes.stream().allMatch(time -> time.toInstant().isBefore(settled));
        lastChanges = isSettled ? changes : null;
      }
      isUnreadable = false;
      return entries;
    } catch (NodeException e) { // Other nodes may be found all the same.
      if (!isUnreadable) {
        LOG.warn("cannot look into the registry: {}", e.getMessage());
      }
      isUnreadable = true;
      return List.of();
    }
  }

  private boolean isNeighbour(RegistryEntry entry) {
    return !entry.name().equals(settings.name())
        && !entry.isStarting()
        && settings.credentials().matches(entry.cookies());
  }
}
