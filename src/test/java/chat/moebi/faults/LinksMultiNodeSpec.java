package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.remote.testconductor.RoleName;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.Session;
import chat.moebi.cluster.View.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shows what happens to a chat when links are cut, half or completely, and healed again:
 * unreachable nodes are reported as such, and no node has to be restarted.
 */
@SuppressWarnings("serial") // as in MultiNodeSuite
public final class LinksMultiNodeSpec extends FaultSuite {

  private static final List<String> NAMES = List.of("alex", "kate", "sophie");
  private static final int NUMBERED = 500;
  private static final int LARGE = 100;

  private final RoleName alex = role("alex");
  private final RoleName kate = role("kate");
  private final RoleName sophie = role("sophie");
  private final Map<String, Long> incarnations = new HashMap<>();
  private final List<String> late = new ArrayList<>();
  private Gate gate;
  private RecordedNode node;

  public LinksMultiNodeSpec() {
    scenario("three nodes meet", this::meet);
    scenario("texts keep their order, whoever else writes", this::keepOrder);
    scenario("long texts do not disturb the heartbeats", this::longTexts);
    scenario("a cut link is known within 5 s, and heals by itself", this::cutAndHeal);
    scenario("a half-open link leaves texts unconfirmed", this::halfOpen);
    scenario("an unstable network harms nobody for good", this::unstable);
  }

  private void meet() {
    gate = new Gate(freePort());
    node =
        new RecordedNode(ownRole(), shared("registry"), gate.settings(NAMES.indexOf(ownRole())))
            .start();
    awaitAll();
    others().forEach(other -> incarnations.put(other, node.incarnation(other)));
  }

  // Akka's RemoteSendConsistency, with the chat's own acknowledgements.
  private void keepOrder() {
    List<CompletableFuture<SendResult>> results =
        IntStream.range(0, NUMBERED)
            .boxed()
            .flatMap(i -> others().map(other -> node.sendAsync(other, "" + i, PATIENCE)))
            .toList();
    assertThat(results.stream().map(CompletableFuture::join))
        .hasOnlyElementsOfType(Completed.class);
    enterBarrier("all have written");
    List<String> inOrder = IntStream.range(0, NUMBERED).mapToObj(Integer::toString).toList();
    others().forEach(other -> assertThat(node.shownOf(other)).isEqualTo(inOrder));
  }

  // Akka's LargeMessageCluster.
  private void longTexts() {
    node.clearNotes();
    enterBarrier("all are watching");
    String text = "x".repeat(Session.MAX_TEXT_BYTES);
    List<CompletableFuture<SendResult>> results =
        IntStream.range(0, LARGE)
            .boxed()
            .flatMap(i -> others().map(other -> node.sendAsync(other, text, PATIENCE)))
            .toList();
    assertThat(results.stream().map(CompletableFuture::join))
        .hasOnlyElementsOfType(Completed.class);
    enterBarrier("all have written at length");
    others().forEach(other -> assertThat(node.shownOf(other)).hasSize(NUMBERED + LARGE));
    assertThat(node.notes()).isEmpty();
  }

  private void cutAndHeal() {
    node.clearNotes();
    enterBarrier("all are watching again");
    runOn(alex, () -> node.cut("kate"));
    runOn(kate, () -> node.cut("alex"));
    enterBarrier("cut");
    runOn(alex, () -> assertCutOffFrom("kate"));
    runOn(kate, () -> assertCutOffFrom("alex"));
    runOn(
        sophie,
        () -> {
          assertShown(node, "alex", "still there?");
          assertShown(node, "kate", "still there?");
        });
    enterBarrier("known");
    runOnAll(() -> assertShown(node, "sophie", "I cannot reach them"), alex, kate);
    enterBarrier("the third has heard");
    node.heal();
    awaitAll();
    enterBarrier("healed");
    assertAllChat("after the cut");
    // Gossip says that the two are unreachable, but sophie can reach them.
    runOn(sophie, () -> assertThat(node.notes()).isEmpty());
    runOn(alex, () -> assertNotes("kate"));
    runOn(kate, () -> assertNotes("alex"));
    assertNobodyRestarted();
  }

  private void halfOpen() {
    node.clearNotes();
    runOn(kate, () -> gate.hold(NAMES.indexOf("alex")));
    enterBarrier("half cut");
    // Messages from kate arrive but the answers do not; messages from alex do not arrive.
    runOn(alex, () -> sendUnconfirmed("kate", "on its way"));
    runOn(kate, () -> sendUnconfirmed("alex", "unanswered"));
    enterBarrier("both know that they do not know");
    runOn(alex, () -> assertThat(node.shownOf("kate")).containsOnlyOnce("unanswered"));
    runOn(kate, () -> assertThat(node.shownOf("alex")).doesNotContain("on its way"));
    runOn(alex, () -> sendUnconfirmed("kate", "again"));
    runOn(kate, () -> sendUnconfirmed("alex", "again"));
    runOnAll(() -> assertShown(node, "sophie", "do you hear me?"), alex, kate);
    enterBarrier("both have tried again");
    gate.open();
    awaitAll();
    enterBarrier("whole again");
    assertAllChat("after the half");
    runOn(alex, () -> assertLateAnswers("kate"));
    runOn(kate, () -> assertLateAnswers("alex"));
    runOn(alex, () -> assertOnceOrNever("kate", "unanswered", "again"));
    runOn(kate, () -> assertOnceOrNever("alex", "on its way", "again"));
    assertNobodyRestarted();
  }

  /**
   * Sends a text that is not confirmed in time; records a text that was sent, because it arrives
   * late.
   */
  private void sendUnconfirmed(String to, String text) {
    if (assertUnconfirmedInTime(node, to, text) instanceof NoAnswer) {
      late.add(text);
    }
  }

  private void assertLateAnswers(String by) {
    assertThat(late).isNotEmpty();
    eventually(
        PROMISED,
        () ->
            late.forEach(
                text ->
                    assertThat(node.notes())
                        .filteredOn(
                            n -> n.startsWith("%s@localhost showed \"%s\"".formatted(by, text)))
                        .hasSize(1)));
  }

  private void assertOnceOrNever(String sender, String... texts) {
    assertThat(node.shownOf(sender).stream().filter(List.of(texts)::contains))
        .doesNotHaveDuplicates();
  }

  // Akka's SurviveNetworkInstability.
  private void unstable() {
    List<Traffic> traffic =
        others().map(other -> new Traffic(node, other, "unstable", PROMISED).start()).toList();
    traffic.forEach(this::awaitMore);
    enterBarrier("there is traffic");
    isolateSophieWhileNadiaJoins();
    others().forEach(node::cut);
    awaitReachable(NOTICED, node, ownRole());
    enterBarrier("everyone alone");
    node.heal();
    awaitAll();
    enterBarrier("everyone back");
    traffic.forEach(this::awaitMore);
    traffic.forEach(Traffic::stop);
    traffic.forEach(Traffic::publish);
    enterBarrier("the traffic has stopped");
    others().forEach(other -> Traffic.check(node, other, "unstable"));
    assertAllChat("after it all");
    assertNobodyRestarted();
  }

  private void awaitMore(Traffic traffic) {
    int before = traffic.acknowledged();
    eventually(PATIENCE, () -> assertThat(traffic.acknowledged()).isGreaterThan(before));
  }

  private void isolateSophieWhileNadiaJoins() {
    runOn(
        sophie,
        () -> {
          others().forEach(node::cut);
          awaitReachable(NOTICED, node, "sophie");
        });
    runOnAll(() -> awaitReachable(NOTICED, node, "alex", "kate"), alex, kate);
    enterBarrier("sophie alone");
    RecordedNode nadia = new RecordedNode("nadia", shared("registry"), Map.of());
    runOn(
        alex,
        () -> {
          nadia.cut(node.port("sophie"));
          nadia.start();
          assertShown(nadia, "kate", "who is missing?");
        });
    runOnAll(() -> awaitReachable(NOTICED, node, "alex", "kate", "nadia"), alex, kate);
    runOn(sophie, () -> assertThat(node.reachable()).containsExactly("sophie"));
    enterBarrier("a newcomer");
    node.heal();
    nadia.heal();
    awaitReachable(PATIENCE, node, "alex", "kate", "nadia", "sophie");
    runOn(alex, () -> awaitReachable(PATIENCE, nadia, "alex", "kate", "nadia", "sophie"));
    enterBarrier("four");
    runOn(sophie, () -> assertShown(node, "nadia", "it was me"));
    runOn(alex, () -> assertShown(nadia, "sophie", "nice to meet you"));
    enterBarrier("four have chatted");
    runOn(alex, nadia::close);
    awaitAll();
    enterBarrier("three again");
  }

  private void assertCutOffFrom(String other) {
    eventually(NOTICED, () -> assertThat(node.status(other)).contains(Status.UNREACHABLE));
    assertNoConnectionAtOnce(node, other);
  }

  private void assertNotes(String other) {
    eventually(
        PROMISED,
        () ->
            assertThat(node.notes())
                .containsExactly(
                    other + "@localhost cannot be reached",
                    other + "@localhost can be reached again"));
  }

  private void assertAllChat(String text) {
    others().forEach(other -> assertShown(node, other, text));
    enterBarrier("all have written " + text);
    others().forEach(other -> assertThat(node.shownOf(other)).containsOnlyOnce(text));
  }

  private void assertNobodyRestarted() {
    assertThat(node.connections()).isEmpty();
    assertThat(others().collect(Collectors.toMap(other -> other, node::incarnation)))
        .isEqualTo(incarnations);
  }

  private void awaitAll() {
    awaitReachable(PATIENCE, node, NAMES.toArray(String[]::new));
  }

  private Stream<String> others() {
    return NAMES.stream().filter(name -> !name.equals(ownRole()));
  }
}
