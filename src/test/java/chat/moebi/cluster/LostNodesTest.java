package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LostNodesTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final NodeName MOEBI = NodeName.parse("moebi@localhost");

  private final TreeMap<NodeName, Peer> nodes = new TreeMap<>();
  private long now = Long.MAX_VALUE - 1; // As System.nanoTime() may be: it overflows meanwhile.
  private final LostNodes lost =
      new LostNodes(
          () -> new View(NodeName.parse("alex@localhost"), nodes),
          Duration.ofSeconds(8),
          () -> now);

  @Test
  void areNotLostWhileTheyAnswer() {
    is(KATE, 1, Status.UP);
    pass(3_600_000);

    assertThat(lost.isLost(KATE, 1)).isFalse();
  }

  @Test
  void areLostAtOnceWhenTheyAreGone() {
    assertThat(lost.isLost(KATE, 1)).isTrue();
  }

  @Test
  void areLostAtOnceWhenTheyHaveStartedAnew() {
    is(KATE, 2, Status.UP);

    assertThat(lost.isLost(KATE, 1)).isTrue();
    assertThat(lost.isLost(KATE, 2)).isFalse();
  }

  @Test
  void areLostWhenTheyHaveBeenUnreachableForSoLong() {
    is(KATE, 1, Status.UNREACHABLE);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(7_999);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(1);
    assertThat(lost.isLost(KATE, 1)).isTrue();
  }

  @Test
  void areGivenTheWholeTimeAgainWhenTheyHaveAnsweredMeanwhile() {
    is(KATE, 1, Status.UNREACHABLE);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(7_000);
    is(KATE, 1, Status.UP);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    is(KATE, 1, Status.UNREACHABLE);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(7_000);
    assertThat(lost.isLost(KATE, 1)).isFalse();
  }

  @Test
  void areGivenTheWholeTimeAgainOnceTheyWereLost() {
    is(KATE, 1, Status.UNREACHABLE);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(8_000);
    assertThat(lost.isLost(KATE, 1)).isTrue();

    // Asked for links that were made when the node was back for a moment.
    assertThat(lost.isLost(KATE, 1)).isFalse();
  }

  @Test
  void areLostEachByItself() {
    is(KATE, 1, Status.UNREACHABLE);
    is(MOEBI, 2, Status.UP);
    assertThat(lost.isLost(KATE, 1)).isFalse();
    pass(5_000);
    is(MOEBI, 2, Status.UNREACHABLE);
    assertThat(lost.isLost(MOEBI, 2)).isFalse();
    pass(5_000);

    assertThat(lost.isLost(KATE, 1)).isTrue();
    assertThat(lost.isLost(MOEBI, 2)).isFalse();
  }

  private void is(NodeName node, long incarnation, Status status) {
    nodes.put(node, new Peer(node, incarnation, "akka://chat@localhost:1", status));
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
