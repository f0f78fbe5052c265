package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.remote.testconductor.RoleName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shows that nodes can join, leave and be killed, the oldest node too, while the others exchange
 * messages: no acknowledged message is lost, shown twice or shown out of order.
 *
 * <p>The role oscar is the oldest node, and its JVM is killed.
 */
@SuppressWarnings("serial") // as in MultiNodeSuite
public final class ChurnMultiNodeSpec extends FaultSuite {

  private static final int ROUNDS = 4;
  private static final List<String> THREE = List.of("alex", "kate", "sophie");
  private static final List<String> GUESTS = List.of("gus", "hanna", "ines");

  private final RoleName alex = role("alex");
  private final RoleName kate = role("kate");
  private final RoleName sophie = role("sophie");
  private final RoleName oscar = role("oscar");
  private RecordedNode node;

  public ChurnMultiNodeSpec() {
    scenario("four nodes meet, one after the other", this::meet);
    scenario("the oldest is killed, and a newcomer joins", this::killTheOldest);
    scenario("the oldest leaves, and a newcomer joins", this::theOldestLeaves);
    scenario("the oldest is started again at once, on the same port", this::theOldestRestarts);
    scenario("nodes come and go under the same names", this::churn);
    scenario("three nodes are restarted one after the other under load", this::rollingRestart);
  }

  private void meet() {
    // The first node to start is the oldest.
    for (RoleName role : List.of(oscar, sophie, alex, kate)) {
      runOn(role, () -> node = make(role).start());
      enterBarrier(role.name() + " has started");
    }
    awaitReachable(PATIENCE, node, "alex", "kate", "sophie", "oscar");
  }

  private void killTheOldest() {
    runOnAll(
        () -> {
          Traffic traffic = new Traffic(node, mate(), "death", PROMISED).start();
          enterBarrier("there is traffic");
          runOn(alex, () -> kill(oscar));
          awaitReachable(NOTICED, node, "alex", "kate", "sophie");
          assertNoConnectionAtOnce(node, "oscar");
          enterBarrier("he is dead");
          runOn(sophie, () -> assertJoins(guest("dana"), "alex", "kate", "sophie"));
          enterBarrier("she has come and gone");
          traffic.stop();
          traffic.publish();
          // The messages between the others were not affected.
          assertThat(traffic.others()).isEmpty();
          enterBarrier("no more traffic");
          Traffic.check(node, writer(), "death");
        },
        alex,
        kate,
        sophie);
    runOn(
        oscar,
        () -> {
          enterBarrier("there is traffic");
          new CompletableFuture<>().join();
        });
  }

  private void theOldestLeaves() {
    Traffic traffic = new Traffic(node, "kate", "leave", PROMISED);
    runOn(alex, traffic::start);
    enterBarrier("traffic again");
    runOn(sophie, node::close);
    runOnAll(
        () -> {
          awaitReachable(NOTICED, node, "alex", "kate");
          eventually(NOTICED, () -> assertThat(node.notes()).contains("sophie@localhost left"));
        },
        alex,
        kate);
    enterBarrier("she has left");
    runOn(sophie, () -> assertJoins(guest("emil"), "alex", "kate"));
    enterBarrier("he has come and gone");
    runOn(
        alex,
        () -> {
          traffic.stop();
          assertThat(traffic.acknowledged()).isPositive();
          assertThat(traffic.others()).isEmpty();
        });
  }

  // Akka's RestartFirstSeedNode and QuickRestart: the others may not know yet that the node has
  // left.
  private void theOldestRestarts() {
    runOn(alex, () -> restart(3));
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate"), alex, kate);
    enterBarrier("restarted thrice");
    runOn(alex, () -> assertShown(node, "kate", "the same as ever"));
    runOn(kate, () -> assertShown(node, "alex", "indeed"));
  }

  private void restart(int times) {
    for (int i = 0; i < times; i++) {
      node.close();
      node.start();
      assertShown(node, "kate", "restart " + i);
    }
  }

  // Akka's NodeChurn.
  private void churn() {
    List<Traffic> traffic =
        GUESTS.stream().map(name -> new Traffic(node, name, "churn", PROMISED)).toList();
    runOnAll(() -> traffic.forEach(Traffic::start), alex, kate);
    List<RecordedNode> guests = GUESTS.stream().map(ChurnMultiNodeSpec::guest).toList();
    runOn(sophie, () -> comeAndGo(guests));
    enterBarrier("no more guests");
    runOnAll(
        () -> {
          traffic.forEach(Traffic::stop);
          traffic.forEach(Traffic::publish);
          awaitReachable(NOTICED, node, "alex", "kate");
          assertThat(node.connections()).isEmpty();
        },
        alex,
        kate);
    enterBarrier("all have stopped");
    runOn(
        sophie,
        () ->
            guests.forEach(
                guest -> Stream.of("alex", "kate").forEach(w -> Traffic.check(guest, w, "churn"))));
  }

  private void comeAndGo(List<RecordedNode> guests) {
    for (int i = 0; i < ROUNDS; i++) {
      inParallel(guests, RecordedNode::start);
      guests.forEach(
          guest -> {
            assertHearsFrom(guest, "alex");
            assertHearsFrom(guest, "kate");
            assertShown(guest, "alex", "here I am");
          });
      inParallel(guests, RecordedNode::close);
    }
  }

  private void rollingRestart() {
    runOn(sophie, node::start);
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate", "sophie"), alex, kate, sophie);
    enterBarrier("three");
    List<Traffic> traffic =
        others().map(name -> new Traffic(node, name, "load", PROMISED).start()).toList();
    enterBarrier("full load");
    for (RoleName role : List.of(alex, kate, sophie)) {
      runOn(role, () -> restartUnderLoad(traffic));
      enterBarrier(role.name() + " is back");
    }
    traffic.forEach(Traffic::stop);
    traffic.forEach(Traffic::publish);
    enterBarrier("no load");
    others().forEach(other -> Traffic.check(node, other, "load"));
  }

  private void restartUnderLoad(List<Traffic> traffic) {
    long start = System.nanoTime();
    node.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMISED);
    traffic.forEach(Traffic::stop);
    node.start();
    others().forEach(other -> assertHearsFrom(node, other));
    traffic.forEach(Traffic::start);
  }

  private RecordedNode make(RoleName role) {
    Map<String, ?> settings = role.equals(alex) ? Map.of("chat.port", freePort()) : Map.of();
    return new RecordedNode(role.name(), shared("registry"), settings);
  }

  private static RecordedNode guest(String name) {
    return new RecordedNode(name, shared("registry"), Map.of());
  }

  private void assertJoins(RecordedNode newcomer, String... others) {
    newcomer.start();
    Stream.of(others).forEach(other -> assertShown(newcomer, other, "hello everybody"));
    newcomer.close();
  }

  // A node that sends all the time is heard soon after the listener is ready.
  private void assertHearsFrom(RecordedNode listener, String sender) {
    int before = listener.shownOf(sender).size();
    eventually(PROMISED, () -> assertThat(listener.shownOf(sender)).hasSizeGreaterThan(before));
  }

  private static void inParallel(List<RecordedNode> nodes, Consumer<RecordedNode> what) {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      nodes.stream()
          .map(n -> CompletableFuture.runAsync(() -> what.accept(n), threads))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
  }

  private Stream<String> others() {
    return THREE.stream().filter(name -> !name.equals(ownRole()));
  }

  /** Returns the role that this role writes to; each of the three roles writes to one other. */
  private String mate() {
    return THREE.get((THREE.indexOf(ownRole()) + 1) % THREE.size());
  }

  /** Returns the role that writes to this role. */
  private String writer() {
    return THREE.get((THREE.indexOf(ownRole()) + 2) % THREE.size());
  }
}
