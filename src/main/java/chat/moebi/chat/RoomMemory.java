package chat.moebi.chat;

import akka.Done;
import chat.moebi.cluster.OwnRooms;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import chat.moebi.name.PassingName;
import chat.moebi.name.RoomName;
import chat.moebi.store.Store;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that this node and others were in last, which the store remembers. A node that goes
 * away stays in its rooms; one that leaves a room does not. Thread-safe.
 */
final class RoomMemory {

  /** How long the start of a node waits for its rooms. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(RoomMemory.class);

  /** The rooms of a node that is there. */
  private record Heard(long incarnation, SortedSet<RoomName> rooms) {}

  private record Place(NodeName node, RoomName room) {}

  private final NodeName self;
  private final Store store;
  private final Supplier<OwnRooms> own;

  /** Whether the rooms of other nodes are remembered: texts are kept for them. */
  private final boolean remembersOthers;

  /** Null if nothing is remembered. */
  private final CompletionStage<Map<NodeName, Set<RoomName>>> remembered;

  private final CompletableFuture<Done> whenKnown = new CompletableFuture<>();
  private final OpeningQueue queue = new OpeningQueue();
  private final Map<NodeName, SortedSet<RoomName>> others = new TreeMap<>();
  private final Map<NodeName, Heard> heard = new HashMap<>();

  /** What is not to be read from the store. */
  private final Set<Place> left = new HashSet<>();

  private boolean isLoaded;

  /**
   * Creates the memory, which asks the store before anything else does.
   *
   * @param remembersOwn whether this node is in its rooms again after a restart
   * @param remembersOthers whether texts are kept for nodes that are away
   */
  RoomMemory(
      NodeName self,
      Store store,
      Supplier<OwnRooms> own,
      boolean remembersOwn,
      boolean remembersOthers) {
    this.self = self;
    this.store = store;
    this.own = own;
    this.remembersOthers = remembersOthers;
    this.remembered = remembersOwn ? store.rooms() : null;
    if (!remembersOwn) {
      isLoaded = true;
      known();
    }
  }

  /** Enters the rooms that the node was in, as soon as the store has told them. It is ready. */
  void open() {
    if (remembered != null) {
      whenKnown.completeOnTimeout(Done.getInstance(), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      whenKnown.thenRun(queue::open);
      remembered.whenComplete((rooms, e) -> load(e == null ? rooms : Map.of()));
    }
  }

  private void load(Map<NodeName, Set<RoomName>> rooms) {
    rooms.getOrDefault(self, Set.of()).forEach(this::enter);
    synchronized (this) {
      isLoaded = true;
      rooms.forEach(this::merge);
      others.forEach((node, in) -> writeIfOther(node, in, rooms.getOrDefault(node, Set.of())));
    }
    writeIfOther(self, own.get().all(), rooms.getOrDefault(self, Set.of()));
    known();
  }

  private void enter(RoomName room) {
    try {
      own.get().join(room);
    } catch (IllegalArgumentException e) {
      LOG.warn("the node is not in {} again: {}", room, e.getMessage());
    }
  }

  private void merge(NodeName node, Set<RoomName> rooms) {
    if (remembersOthers && !node.equals(self)) {
      SortedSet<RoomName> in = others.computeIfAbsent(node, n -> new TreeSet<>());
      rooms.stream().filter(room -> !left.contains(new Place(node, room))).forEach(in::add);
    }
  }

  private void writeIfOther(NodeName node, Set<RoomName> rooms, Set<RoomName> written) {
    if (!rooms.equals(written)) {
      store.rooms(node, Set.copyOf(rooms));
    }
  }

  private void known() {
    whenKnown.complete(Done.getInstance());
    queue.open();
  }

  /** Whether it is known which rooms this node was in, and it is in them again. */
  boolean isKnown() {
    return whenKnown.isDone();
  }

  /** Completes when the rooms are known; soon in any case. */
  CompletionStage<Done> whenKnown() {
    return whenKnown;
  }

  /** Whether {@link #run} runs work at once. */
  boolean isOpen() {
    return queue.isOpen();
  }

  /** Does work as soon as the rooms are known, in the order of the calls. */
  void run(Runnable work) {
    queue.run(work);
  }

  /** Remembers the rooms that this node is in now. */
  void ownChanged() {
    if (remembered != null) {
      store.rooms(self, own.get().all());
    }
  }

  /** Notes which nodes were met, and their rooms. */
  synchronized void viewed(View view) {
    if (remembersOthers) {
      heard.keySet().retainAll(view.nodes().keySet());
      view.nodes().values().stream()
          .filter(peer -> peer.status() == View.Status.UP && !PassingName.is(peer.name()))
          .forEach(this::heard);
    }
  }

  private void heard(Peer peer) {
    NodeName node = peer.name();
    store.met(node); // Even if the node is gone again when the store opens.
    Heard former = heard.put(node, new Heard(peer.incarnation(), peer.rooms()));
    if (former == null && peer.rooms().isEmpty()) {
      return;
    }
    SortedSet<RoomName> in = others.computeIfAbsent(node, n -> new TreeSet<>());
    boolean hasChanged = in.addAll(peer.rooms());
    if (former != null && former.incarnation() == peer.incarnation()) {
      for (RoomName room : former.rooms()) {
        hasChanged |= !peer.rooms().contains(room) && remove(in, node, room);
      }
    }
    peer.rooms().forEach(room -> left.remove(new Place(node, room)));
    write(hasChanged, node, in);
  }

  private boolean remove(Set<RoomName> in, NodeName node, RoomName room) {
    if (!isLoaded) {
      left.add(new Place(node, room));
    }
    return in.remove(room);
  }

  private void write(boolean hasChanged, NodeName node, Set<RoomName> in) {
    if (hasChanged && isLoaded) {
      store.rooms(node, Set.copyOf(in));
    }
  }

  /** Returns the other nodes that have joined a room and not left it, as far as is known. */
  synchronized SortedSet<NodeName> in(RoomName room) {
    SortedSet<NodeName> nodes = new TreeSet<>();
    others.forEach(
        (node, rooms) -> {
          if (rooms.contains(room)) {
            nodes.add(node);
          }
        });
    return nodes;
  }

  /** Forgets that a node is in a room if it answers so. */
  void answered(NodeName node, Optional<RoomName> room, SendResult result) {
    if (result instanceof SendResult.NotInRoom) {
      room.ifPresent(left -> forget(node, left));
    }
  }

  /** Forgets that a node is in a room: it says that it is not, or has not been there for long. */
  synchronized void forget(NodeName node, RoomName room) {
    SortedSet<RoomName> in = others.getOrDefault(node, Collections.emptySortedSet());
    Heard last = heard.get(node);
    if (in.contains(room) && (last == null || !last.rooms().contains(room))) {
      write(remove(in, node, room), node, in);
    }
  }
}
