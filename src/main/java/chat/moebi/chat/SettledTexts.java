package chat.moebi.chat;

import chat.moebi.name.NodeName;
import chat.moebi.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Has the store drop texts that are not to be sent any more, and knows those that it may still
 * hold, because a write has failed. Thread-safe.
 */
final class SettledTexts {

  private final Store store;

  /** The texts that the store could not drop yet. */
  private final Map<NodeName, Set<UUID>> left = new HashMap<>();

  SettledTexts(Store store) {
    this.store = store;
  }

  /** Drops texts; completes when that is on disk. */
  CompletionStage<Void> settle(NodeName node, Collection<UUID> ids) {
    return store.settle(node, ids).whenComplete((done, e) -> settled(node, ids, e == null));
  }

  private synchronized void settled(NodeName node, Collection<UUID> ids, boolean isDropped) {
    if (!isDropped) {
      left.computeIfAbsent(node, n -> new HashSet<>()).addAll(ids);
    } else if (left.containsKey(node)) {
      left.get(node).removeAll(ids);
    }
  }

  /** Notes a text whose write has failed: it may be on disk all the same. */
  void addUncertain(NodeName node, UUID id) {
    settled(node, List.of(id), false);
  }

  /** Drops again what could not be dropped of the texts for a node. */
  synchronized void dropAgain(NodeName node) {
    Set<UUID> ids = left.getOrDefault(node, Set.of());
    if (!ids.isEmpty()) {
      settle(node, List.copyOf(ids));
    }
  }

  /** Drops again what could not be dropped. */
  synchronized void dropAgain() {
    List.copyOf(left.keySet()).forEach(this::dropAgain);
  }

  /** Whether the store may hold a text that is not to be sent. */
  synchronized boolean contains(NodeName node, UUID id) {
    return left.getOrDefault(node, Set.of()).contains(id);
  }

  /** Returns how many texts for a node the store may hold that are not to be sent. */
  synchronized int count(NodeName node) {
    return left.getOrDefault(node, Set.of()).size();
  }
}
