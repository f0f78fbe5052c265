package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Status;
import chat.moebi.cookie.Cookie;
import chat.moebi.cookie.Credentials;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.registry.Claim;
import chat.moebi.registry.LockFile;
import chat.moebi.registry.Registry;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.TestCookie;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes start, see each other, and leave. */
class NodeTest extends NodeTestBase {

  @Test
  void theFirstNodeIsAlone() {
    Running kate = start("kate");

    assertThat(kate.node().name()).hasToString("kate@localhost");
    assertThat(kate.statuses()).isEqualTo(Map.of("kate@localhost", Status.SELF));
  }

  @Test
  void theSecondNodeSeesTheFirstWhenItIsReadyAndIsSeenByIt() {
    Running kate = start("kate");
    Running alex = start("alex");

    assertThat(alex.statuses())
        .isEqualTo(Map.of("alex@localhost", Status.SELF, "kate@localhost", Status.UP));
    kate.awaitStatuses(Map.of("kate@localhost", Status.SELF, "alex@localhost", Status.UP));
  }

  @RepeatedTest(5)
  void aNodeThatIsReadyIsSeenByTheOthersAlready() {
    Running kate = start("kate");
    start("alex");

    assertThat(kate.statuses())
        .isEqualTo(Map.of("kate@localhost", Status.SELF, "alex@localhost", Status.UP));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeCanStartWhileTheOnlyOtherOneLeaves() throws InterruptedException {
    Running kate = start("kate");
    CountDownLatch hasLeft = new CountDownLatch(1);
    // After kate has left the cluster, her end takes the whole phase: a second, as configured.
    CoordinatedShutdown.get(kate.system())
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "hang",
            () -> {
              hasLeft.countDown();
              return new CompletableFuture<>();
            });
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(kate.node()::close, NodeTest::inItsOwnThread);
    hasLeft.await();

    Running alex = start("alex");

    closing.join();
    assertThat(alex.statuses()).isEqualTo(Map.of("alex@localhost", Status.SELF));
  }

  @Test
  void aViewTellsTheAddressAndIncarnationThatTheRegistryTells() {
    Running kate = start("kate");
    Running alex = start("alex");

    View.Peer peer = alex.node().view().reachable(kate.node().name()).orElseThrow();

    assertThat(registry.entries())
        .filteredOn(entry -> entry.name().equals(kate.node().name()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.address()).isEqualTo(peer.hostAndPort());
              assertThat(entry.incarnation()).isEqualTo(peer.incarnation());
            });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeReportsNewNodesAndANewcomerReportsNoneThatWereThere() throws InterruptedException {
    Running kate = start("kate");
    Running alex = start("alex");
    Running moebi = start("moebi");

    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.JOINED));
    assertThat(kate.next().presence()).isEqualTo(presence(moebi, Change.JOINED));
    assertThat(alex.next().presence()).isEqualTo(presence(moebi, Change.JOINED));
    assertThat(moebi.told()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void nodesStartedAtTheSameInstantEndInOneCluster() {
    List<String> names = List.of("alex", "kate", "moebi");
    CyclicBarrier instant = new CyclicBarrier(names.size());

    List<Running> started =
        names.stream()
            .map(name -> inThread(() -> start(name, "", () -> await(instant))))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    for (Running node : started) {
      node.await(
          () ->
              assertThat(node.statuses().keySet())
                  .containsExactlyInAnyOrder(
                      "alex@localhost", "kate@localhost", "moebi@localhost"));
    }
  }

  @Test
  void aNodeDoesNotJoinWhileAnotherOneDoes() {
    try (LockFile turn = registry.lockJoining(LIMIT)) {
      NodeException failure =
          catchThrowableOfType(
              NodeException.class, () -> start("kate", "chat.cluster.turn-timeout = 200 ms"));

      assertThat(turn).isNotNull();
      assertThat(failure.reason()).isEqualTo(Reason.FAILED);
      assertThat(failure).hasMessageStartingWith("another node has been starting for");
    }
    assertThat(registry.entries()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeThatWaitsForItsTurnHoldsNobodyUpOnAnotherHost() throws Exception {
    int[] ports = FreePorts.find(2);
    Arrays.sort(ports); // The node of the lower address would form the cluster if it had begun.
    Registry elsewhere = Registry.at(temporary.resolve("elsewhere"));
    CountDownLatch isThere = new CountDownLatch(1);
    CompletableFuture<Running> kate;
    Running alex;
    try (LockFile turn = registry.lockJoining(LIMIT)) {
      kate = inThread(() -> start("kate", "chat.port = " + ports[0], registry, isThere::countDown));
      assertThat(turn).isNotNull();
      assertThat(isThere.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      String contact = "chat { port = " + ports[1] + ", join = \"localhost:" + ports[0] + "\" }";
      alex = start("alex", contact, elsewhere, () -> {});
    }

    kate.join().awaitStatuses(Map.of("kate@localhost", Status.SELF, "alex@localhost", Status.UP));
    alex.awaitStatuses(Map.of("kate@localhost", Status.UP, "alex@localhost", Status.SELF));
  }

  @Test
  void oneOfTwoStartedAtTheSameInstantGetsTheName() {
    CyclicBarrier instant = new CyclicBarrier(2);

    List<Optional<NodeException>> ends =
        Stream.of("kate", "kate")
            .map(
                name ->
                    inThread(
                        () -> {
                          await(instant);
                          return Optional.ofNullable(
                              catchThrowableOfType(NodeException.class, () -> start(name)));
                        }))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(ends.stream().flatMap(Optional::stream))
        .singleElement()
        .extracting(NodeException::reason)
        .isEqualTo(Reason.NAME_TAKEN);
    assertThat(nodes).hasSize(1);
  }

  @Test
  void aTakenNameIsRefusedAndItsOwnerNoticesNothing() throws InterruptedException {
    Running kate = start("kate");
    View before = kate.node().view();

    NodeException refusal = catchThrowableOfType(NodeException.class, () -> start("kate"));

    assertThat(refusal.reason()).isEqualTo(Reason.NAME_TAKEN);
    assertThat(refusal)
        .hasMessage(
            "kate@localhost is already running (pid "
                + ProcessHandle.current().pid()
                + "); choose another --name");
    assertThat(kate.node().view()).isEqualTo(before);
    // Any effect of the refused node would have been reported before this.
    Running alex = start("alex");
    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.JOINED));
  }

  @Test
  void aNodeThatClosesIsSeenToLeaveAndIsNoLongerKnown() throws InterruptedException {
    Running kate = start("kate");
    Running alex = start("alex");
    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.JOINED));

    alex.node().close();

    assertThat(kate.next().presence()).isEqualTo(presence(alex, Change.LEFT));
    kate.awaitStatuses(Map.of("kate@localhost", Status.SELF));
    assertThat(alex.node().whenTerminated().toCompletableFuture()).isCompleted();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theOthersStayWhenTheFirstNodeLeaves() throws InterruptedException {
    Running kate = start("kate");
    Running alex = start("alex");

    kate.node().close();
    assertThat(alex.next().presence()).isEqualTo(presence(kate, Change.LEFT));

    Running moebi = start("moebi");
    assertThat(moebi.statuses())
        .isEqualTo(Map.of("moebi@localhost", Status.SELF, "alex@localhost", Status.UP));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeThatClosedGivesItsNameBack() throws InterruptedException {
    Running alex = start("alex");
    Running first = start("kate");
    assertThat(alex.next().presence()).isEqualTo(presence(first, Change.JOINED));
    first.node().close();
    assertThat(alex.next().presence()).isEqualTo(presence(first, Change.LEFT));

    Running second = start("kate");

    assertThat(alex.next().presence()).isEqualTo(presence(second, Change.JOINED));
    assertThat(second.statuses())
        .isEqualTo(Map.of("kate@localhost", Status.SELF, "alex@localhost", Status.UP));
    long incarnation = second.node().view().nodes().get(second.node().name()).incarnation();
    alex.await(
        () ->
            assertThat(alex.node().view().reachable(second.node().name()))
                .hasValueSatisfying(peer -> assertThat(peer.incarnation()).isEqualTo(incarnation)));
  }

  @Test
  void aNodeThatIsReportedAsJoinedIsInTheView() throws InterruptedException {
    Running kate = start("kate");
    Running alex = start("alex");

    Told joined = kate.next();

    assertThat(joined.presence()).isEqualTo(presence(alex, Change.JOINED));
    assertThat(joined.view().reachable(alex.node().name())).isPresent();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Running kate = start("kate");

    kate.node().close();
    kate.node().close();

    assertThat(registry.entries()).isEmpty();
  }

  @Test
  void aStartingNodeOfTheSameCookieIsKnown() {
    Running alex = start("alex");
    NodeName kate = NodeName.parse("kate@localhost");
    assertThat(alex.node().isStarting(kate).toCompletableFuture().join()).isFalse();
    try (Claim claim = registry.claim(kate, TestCookie.CREDENTIALS.fingerprints())) {
      assertThat(alex.node().isStarting(kate).toCompletableFuture().join()).isTrue();
      claim.ready();
      assertThat(alex.node().isStarting(kate).toCompletableFuture().join()).isFalse();
    }
    Credentials others = Credentials.of(List.of(Cookie.generate()));
    try (Claim claim = registry.claim(kate, others.fingerprints())) {
      assertThat(claim.entry().isReady()).isFalse();
      assertThat(alex.node().isStarting(kate).toCompletableFuture().join()).isFalse();
    }
  }

  @Test
  void aPortInUseIsSaidAndTheNameStaysFree() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      int port = other.getLocalPort();

      NodeException refusal =
          catchThrowableOfType(NodeException.class, () -> start("kate", "chat.port = " + port));

      assertThat(refusal.reason()).isEqualTo(Reason.FAILED);
      assertThat(refusal)
          .hasMessageStartingWith("cannot listen on localhost:" + port + ": ")
          .hasMessageEndingWith("; choose another --port");
      assertThat(registry.entries()).isEmpty();
    }
  }

  @Test
  void aGuardianThatFailsEndsTheStartAndFreesTheName() {
    NodeException failure =
        catchThrowableOfType(
            NodeException.class,
            () ->
                Node.start(
                    settings("kate", ""),
                    registry,
                    node ->
                        Behaviors.setup(
                            context -> {
                              throw new IllegalStateException("no guardian today");
                            }),
                    new Node.Listener() {}));

    assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    assertThat(registry.entries()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNodeThatHasNotJoinedInTimeIsReadyAloneAndJoinsLater() {
    Running kate = start("kate");
    Running alex = start("alex", "chat.cluster.join-timeout = 1 ms");

    kate.awaitStatuses(Map.of("kate@localhost", Status.SELF, "alex@localhost", Status.UP));
    alex.awaitStatuses(Map.of("kate@localhost", Status.UP, "alex@localhost", Status.SELF));
  }

  @Test
  void allNodesAgreeOnTheMembers() {
    List<Running> three = Stream.of("alex", "kate", "moebi").map(this::start).toList();

    awaitMembers(three);
    three.get(0).node().close();

    awaitMembers(three.subList(1, 3));
  }

  /** Waits until the nodes, and no others, are up for each of them. */
  private static void awaitMembers(List<Running> nodes) {
    List<Address> addresses = nodes.stream().map(NodeTest::addressOf).toList();
    for (Running node : nodes) {
      akka.cluster.Cluster cluster = akka.cluster.Cluster.get(node.system().classicSystem());
      node.await(
          () ->
              assertThat(cluster.state().getMembers())
                  .allSatisfy(member -> assertThat(member.status()).isEqualTo(MemberStatus.up()))
                  .extracting(Member::address)
                  .containsExactlyInAnyOrderElementsOf(addresses));
    }
  }
}
