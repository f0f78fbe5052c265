package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.remote.testconductor.RoleName;
import chat.moebi.chat.GroupResult.NobodyElse;
import chat.moebi.chat.GroupResult.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Shows that clusters merge by themselves, whether they split because members forgot each other or
 * formed apart. The nodes of the smaller cluster rejoin; those of the larger only notice that the
 * others are there again.
 */
@SuppressWarnings("serial") // as in MultiNodeSuite
public final class PartitionMultiNodeSpec extends FaultSuite {

  private static final String FORGOTTEN =
      "@localhost was forgotten: it has not answered for too long";

  private static final String DOGS = "#dogs";
  private static final String CATS = "#cats";
  private static final List<String> LARGER = List.of("alex", "kate", "moe");

  private final RoleName alex = role("alex");
  private final RoleName kate = role("kate");
  private final RoleName sophie = role("sophie");
  private RecordedNode node;
  private RecordedNode second;

  public PartitionMultiNodeSpec() {
    scenario("three nodes meet", this::meet);
    scenario("of two sides that forgot each other the smaller rejoins", this::partition);
    scenario("of two nodes that forgot each other one rejoins", this::pair);
    scenario("a node that ended while cut off joins again", this::endWhileCutOff);
    scenario("of two clusters that formed apart the smaller gives way", this::apart);
  }

  private void meet() {
    node = make(ownRole(), "registry", Map.of());
    // The port of sophie is fixed; the others get new ports with each incarnation.
    runOn(sophie, () -> node = make("sophie", "registry", Map.of("chat.port", freePort())));
    node.start();
    awaitReachable(PATIENCE, node, "alex", "kate", "sophie");
    enterBarrier("all are there");
    node.join(DOGS);
    enterBarrier("all are in a room");
    assertThat(node.membersOf(DOGS)).containsExactly("alex", "kate", "sophie");
  }

  private void partition() {
    node.clearNotes();
    enterBarrier("all are watching");
    RecordedNode nadia = make("nadia", "registry", Map.of());
    runOn(alex, () -> nadia.cut(node.port("sophie")));
    runOnAll(() -> node.cut("sophie"), alex, kate);
    runOn(sophie, () -> List.of("alex", "kate").forEach(node::cut));
    runOnAll(() -> awaitReachable(NOTICED, node, "alex", "kate"), alex, kate);
    runOnAll(() -> assertThat(node.membersOf(DOGS)).containsExactly("alex", "kate"), alex, kate);
    enterBarrier("sophie cannot be reached");
    runOn(kate, () -> assertThat(node.sendToRoom(DOGS, "us two")).isEqualTo(new Shown(1)));
    runOn(alex, nadia::start);
    runOnAll(() -> awaitForgotten("sophie"), alex, kate);
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate", "nadia"), alex, kate);
    runOn(sophie, () -> awaitForgotten("alex", "kate"));
    enterBarrier("they have forgotten each other");
    runOn(
        alex,
        () -> {
          // The forget-after time of nadia began when nadia joined, and may end after the others'.
          eventually(PATIENCE, () -> assertThat(nadia.status("sophie")).isEmpty());
          assertShown(nadia, "kate", "we are three");
          assertShown(node, "nadia", "indeed");
        });
    runOn(sophie, () -> assertNoConnectionAtOnce(node, "alex"));
    runOn(
        sophie,
        () -> {
          assertThat(node.sendToRoom(DOGS, "hello?")).isInstanceOf(NobodyElse.class);
          node.join(CATS); // The others learn of it after the heal.
        });
    enterBarrier("two clusters");
    node.heal();
    runOn(alex, nadia::heal);
    awaitReachable(MERGED, node, "alex", "kate", "nadia", "sophie");
    assertThat(node.membersOf(DOGS)).containsExactly("alex", "kate", "sophie");
    assertThat(node.membersOf(CATS)).containsExactly("sophie");
    enterBarrier("one cluster");
    assertThat(node.sendToRoom(DOGS, "all again")).isEqualTo(new Shown(2));
    enterBarrier("one room");
    List.of("alex", "kate", "sophie").stream()
        .filter(name -> !name.equals(ownRole()))
        .forEach(other -> assertThat(node.shownOf(other)).containsOnlyOnce("all again"));
    runOn(sophie, () -> assertShown(node, "nadia", "nice to meet you"));
    enterBarrier("the newcomer has heard");
    runOn(
        alex,
        () -> {
          assertThat(nadia.connections()).isEmpty();
          nadia.close();
        });
    awaitReachable(PATIENCE, node, "alex", "kate", "sophie");
    enterBarrier("three nodes");
    assertAllChat("after the partition", "alex", "kate", "sophie");
    runOn(
        sophie,
        () -> {
          awaitRejoined(node);
          assertThat(node.notes()).contains("the connection to the cluster was lost; rejoining");
        });
    runOnAll(() -> assertThat(node.connections()).isEmpty(), alex, kate);
  }

  private void pair() {
    runOn(sophie, node::close);
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate"), alex, kate);
    enterBarrier("two are left");
    runOn(alex, () -> node.cut("kate"));
    runOn(kate, () -> node.cut("alex"));
    runOn(alex, () -> awaitForgotten("kate"));
    runOn(kate, () -> awaitForgotten("alex"));
    enterBarrier("each alone");
    runOnAll(
        () -> {
          node.heal();
          awaitReachable(MERGED, node, "alex", "kate");
        },
        alex,
        kate);
    enterBarrier("a pair again");
    runOnAll(() -> assertAllChat("after the split", "alex", "kate"), alex, kate);
    runOnAll(this::tellWhetherRejoined, alex, kate);
    enterBarrier("the pair has chatted");
    assertThat(List.of(read("alex"), read("kate"))).containsExactlyInAnyOrder("stayed", "rejoined");
  }

  private void tellWhetherRejoined() {
    if (node.connections().isEmpty()) {
      write(ownRole(), "stayed");
    } else {
      awaitRejoined(node);
      write(ownRole(), "rejoined");
    }
  }

  // Akka's UnreachableNodeJoinsAgain.
  private void endWhileCutOff() {
    runOn(sophie, node::start);
    awaitReachable(PATIENCE, node, "alex", "kate", "sophie");
    enterBarrier("three again");
    runOn(
        sophie,
        () -> {
          List.of("alex", "kate").forEach(node::cut);
          awaitReachable(NOTICED, node, "sophie");
          node.close(); // No other node receives the farewell.
        });
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate"), alex, kate);
    enterBarrier("she has ended");
    runOn(
        sophie,
        () -> {
          node.heal();
          node.start();
        });
    awaitReachable(NOTICED, node, "alex", "kate", "sophie");
    enterBarrier("she is back");
    assertAllChat("a second life", "alex", "kate", "sophie");
  }

  private void apart() {
    node.close();
    runOn(alex, () -> write("ports", freePort() + " " + freePort() + " " + freePort()));
    enterBarrier("nobody is there");
    // Each side has its own registry, as on a host of its own.
    runOn(alex, () -> node = start("alex", "larger", larger("alex")));
    enterBarrier("the first of the larger");
    runOn(kate, () -> node = start("kate", "larger", larger("kate")));
    enterBarrier("the second of the larger");
    runOn(kate, () -> second = start("moe", "larger", larger("moe")));
    runOn(sophie, this::startSmaller);
    enterBarrier("two clusters formed");
    runOnAll(() -> awaitReachable(PATIENCE, node, "alex", "kate", "moe"), alex, kate);
    runOn(sophie, () -> awaitReachable(PATIENCE, node, "sophie", "sam"));
    enterBarrier("apart");
    runOn(
        sophie,
        () -> {
          node.heal();
          second.heal();
        });
    awaitReachable(MERGED, node, "alex", "kate", "moe", "sophie", "sam");
    enterBarrier("merged");
    assertAllChat("nice to meet you", "alex", "kate", "sophie");
    runOn(sophie, () -> awaitRejoined(node));
    runOn(sophie, () -> awaitRejoined(second));
    runOnAll(() -> assertThat(node.connections()).isEmpty(), alex, kate);
    runOn(kate, () -> assertThat(second.connections()).isEmpty());
  }

  // The two know the address of the larger cluster, and see that a node there does not answer.
  private void startSmaller() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("chat.join", "localhost:" + ports().get(0));
    settings.put("chat.cluster.join-timeout", "40 s");
    node = make("sophie", "smaller", settings);
    second = make("sam", "smaller", settings);
    ports().forEach(node::cut);
    ports().forEach(second::cut);
    node.start();
    second.start();
  }

  private static Map<String, Object> larger(String name) {
    return Map.of("chat.port", ports().get(LARGER.indexOf(name)));
  }

  private static List<Integer> ports() {
    return Stream.of(read("ports").split(" ")).map(Integer::valueOf).toList();
  }

  private static RecordedNode make(String name, String registry, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("chat.cluster.forget-after", "3 s");
    return new RecordedNode(name, shared(registry), all);
  }

  private static RecordedNode start(String name, String registry, Map<String, Object> settings) {
    return make(name, registry, settings).start();
  }

  private void awaitForgotten(String... others) {
    eventually(
        PATIENCE,
        () ->
            assertThat(node.notes())
                .contains(
                    Stream.of(others).map(other -> other + FORGOTTEN).toArray(String[]::new)));
    Stream.of(others).forEach(other -> assertThat(node.status(other)).isEmpty());
  }

  private void assertAllChat(String text, String... nodes) {
    List<String> others = Stream.of(nodes).filter(name -> !name.equals(ownRole())).toList();
    others.forEach(other -> assertShown(node, other, text));
    eventually(
        PATIENCE,
        () -> others.forEach(other -> assertThat(node.shownOf(other)).containsOnlyOnce(text)));
  }
}
