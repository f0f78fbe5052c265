package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import chat.moebi.cluster.View.Status;
import chat.moebi.registry.LockFile;
import chat.moebi.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How nodes come back, and how clusters merge. */
class NodeRejoinTest extends NodeTestBase {

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anActorSystemThatEndsWhileItStartsIsFollowedByAnother() {
    AtomicInteger starts = new AtomicInteger();

    Running alex = start("alex");
    Node kate =
        Node.start(
            settings("kate", ""),
            registry,
            Guardians.with(
                (context, view) -> {
                  if (starts.getAndIncrement() == 0) {
                    context.getSystem().terminate();
                  }
                }),
            new Node.Listener() {});
    nodes.add(kate);

    assertThat(starts).hasValue(2);
    assertThat(kate.view().reachable(alex.node().name())).isPresent();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeThatOthersHaveDownedRejoinsByItself() throws InterruptedException {
    Running alex = start("alex");
    Running kate = start("kate");
    long before = incarnationOf(kate);

    Cluster.get(alex.system()).manager().tell(Down.apply(addressOf(kate)));

    kate.awaitRejoined();
    kate.awaitStatuses(Map.of("alex@localhost", Status.UP, "kate@localhost", Status.SELF));
    alex.awaitStatuses(Map.of("alex@localhost", Status.SELF, "kate@localhost", Status.UP));
    long after = incarnationOf(kate);
    assertThat(after).isNotEqualTo(before);
    assertThat(registry.entries())
        .filteredOn(entry -> entry.name().equals(kate.node().name()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.incarnation()).isEqualTo(after));
    assertThat(alex.views()).as("alex is left alone").isEmpty();
    // Once more: the first time must not have used anything up.
    Cluster.get(alex.system()).manager().tell(Down.apply(addressOf(kate)));
    kate.awaitRejoined();
    kate.awaitStatuses(Map.of("alex@localhost", Status.UP, "kate@localhost", Status.SELF));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeThatIsClosedWhileItRejoinsEndsAndFreesItsName() throws InterruptedException {
    Running alex = start("alex");
    Running kate = start("kate");
    try (LockFile turn = registry.lockJoining(LIMIT)) {
      Cluster.get(alex.system()).manager().tell(Down.apply(addressOf(kate)));
      assertThat(kate.views().poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();

      kate.node().close();

      assertThat(turn).isNotNull();
    }
    assertThat(kate.node().whenTerminated().toCompletableFuture()).isCompleted();
    assertThat(registry.entries())
        .extracting(entry -> entry.name().toString())
        .containsExactly("alex@localhost");
    alex.awaitStatuses(Map.of("alex@localhost", Status.SELF));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ofTwoClustersThatMeetTheSmallerOneGivesWay() throws Exception {
    Registry elsewhere = Registry.at(temporary.resolve("elsewhere"));
    List<Running> three = List.of(start("alex"), start("kate"), start("moebi"));
    List<Running> two =
        List.of(start("sophie", "", elsewhere, () -> {}), start("zoe", "", elsewhere, () -> {}));

    Running alex = three.get(0);
    Running zoe = two.get(1);
    alex.node().discovery().remember(addressOf(zoe));

    for (Running node : two) {
      node.awaitRejoined();
    }
    for (Running node : List.of(three.get(0), three.get(1), three.get(2), two.get(0), zoe)) {
      node.await(
          () -> assertThat(node.statuses()).hasSize(5).doesNotContainValue(Status.UNREACHABLE));
    }
    assertThat(three).allSatisfy(node -> assertThat(node.views()).isEmpty());
  }
}
