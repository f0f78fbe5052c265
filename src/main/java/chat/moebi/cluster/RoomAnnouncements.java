package chat.moebi.cluster;

import akka.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells the other nodes which rooms this one is in, and finds out when they know. Each hello and
 * each answer to one names all rooms of its sender, so that a node knows the rooms of each node
 * that it can reach. A node that is in no room sends nothing more.
 */
final class RoomAnnouncements {

  private record Change(long since, CompletableFuture<Done> known) {}

  private final MembershipContext context;
  private final Consumer<KnownNode> sayHello;
  private final List<Change> changes = new ArrayList<>();

  RoomAnnouncements(MembershipContext context, Consumer<KnownNode> sayHello) {
    this.context = context;
    this.sayHello = sayHello;
  }

  /** Says hello to all nodes; {@code known} completes when those that can be reached answered. */
  void announce(CompletableFuture<Done> known) {
    changes.add(new Change(context.time().nanos(), known));
    context.nodes().values().forEach(sayHello);
    completeKnown();
  }

  /**
   * Completes the changes that every node that can be reached knows, and forgets those that nobody
   * waits for any more.
   */
  void completeKnown() {
    changes.removeIf(
        change -> {
          boolean isKnown =
              context.nodes().values().stream()
                  .allMatch(node -> !node.isReachable() || node.lastAnswered >= change.since);
          if (isKnown) {
            change.known.complete(Done.getInstance());
          }
          return change.known.isDone();
        });
  }
}
