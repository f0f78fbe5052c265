package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import chat.moebi.cluster.Presence;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.ContactPoint;
import chat.moebi.registry.Registry;
import chat.moebi.testing.FreePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How nodes of different hosts, each with a registry of its own, become members of one cluster. */
class StartTogetherTest extends NodeTestBase {

  private static final List<String> NAMES = List.of("alex", "kate", "moebi");

  @Test
  void aNodeThatFindsNobodyIsAClusterOfOne() {
    Running kate = start("kate");

    kate.await(
        () -> {
          Cluster cluster = Cluster.get(kate.system());
          assertThat(cluster.state().getMembers()).containsExactly(cluster.selfMember());
          assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.up());
        });
  }

  @RepeatedTest(3)
  void nodesOfOneListThatStartAtTheSameInstantFormOneClusterWithoutARestart() throws Exception {
    int[] ports = FreePorts.find(NAMES.size());
    String list = IntStream.of(ports).mapToObj(this::contact).collect(Collectors.joining(","));
    CyclicBarrier instant = new CyclicBarrier(NAMES.size());
    AtomicInteger systems = new AtomicInteger();

    List<CompletableFuture<Running>> starts = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      String settings = "chat { port = " + ports[i] + ", join = \"" + list + "\" }";
      starts.add(
          inThread(
              () ->
                  start(
                      name,
                      settings,
                      registryOf(name),
                      () -> {
                        if (systems.incrementAndGet() <= NAMES.size()) {
                          await(instant);
                        }
                      })));
    }
    List<Running> nodes = starts.stream().map(CompletableFuture::join).toList();

    for (Running node : nodes) {
      node.await(
          () -> assertThat(node.statuses()).hasSize(3).doesNotContainValue(Status.UNREACHABLE));
    }
    assertThat(systems).hasValue(NAMES.size());
    assertThat(nodes).allSatisfy(node -> assertThat(node.views()).as("was lost").isEmpty());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twoNodesThatDidNotSeeEachOtherBecomeOneClusterAndNobodyIsToldOfARestart() throws Exception {
    int port = FreePorts.find(1)[0];
    Running alex = start("alex", "chat.join = \"" + contact(port) + "\"");
    Running kate = start("kate", "chat.port = " + port, registryOf("kate"), () -> {});

    alex.awaitStatuses(Map.of("alex@localhost", Status.SELF, "kate@localhost", Status.UP));
    kate.awaitStatuses(Map.of("alex@localhost", Status.UP, "kate@localhost", Status.SELF));
    assertThat(alex.next().presence()).isEqualTo(presence(kate, Change.JOINED));
    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.JOINED));
    assertThat(List.of(alex, kate))
        .allSatisfy(
            node -> {
              assertThat(node.views()).as("was lost").isEmpty();
              assertThat(node.told()).as("is told no more").isEmpty();
            });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void ofTwoNodesTheOneGivesWayThatHasBeenWithNobody() throws Exception {
    int port = FreePorts.find(1)[0];
    Running alex = start("alex", "chat.join = \"" + contact(port) + "\"");
    Running moebi = start("moebi");
    assertThat(alex.next().presence()).isEqualTo(presence(moebi, Change.JOINED));
    moebi.node().close();
    assertThat(alex.next().presence()).isEqualTo(presence(moebi, Change.LEFT));
    long before = incarnationOf(alex);

    Running kate = start("kate", "chat.port = " + port, registryOf("kate"), () -> {});

    assertThat(alex.next().presence()).isEqualTo(new Presence(kate.node().name(), Change.JOINED));
    assertThat(incarnationOf(alex)).isEqualTo(before);
    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.JOINED));
    assertThat(kate.views()).as("was lost").isEmpty();
  }

  private Registry registryOf(String node) {
    return Registry.at(temporary.resolve(node));
  }

  private String contact(int port) {
    return new ContactPoint("localhost", port).toString();
  }
}
