package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.ClusterComparison.Side;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterComparisonTest {

  @Test
  void ofTwoClustersTheSmallerOneGivesWayAndBothSidesFindTheSame() {
    assertGivesWay(side(9, false, 9L), side(2, false, 2L, 3L));
    assertGivesWay(side(9, true, 9L), side(2, false, 2L, 3L));
  }

  @Test
  void ofTwoOfOneSizeTheOneGivesWayThatHasBeenWithNobody() {
    assertGivesWay(side(9, true, 9L), side(2, false, 2L));
  }

  @Test
  void ofTwoThatAreAlikeTheOneOfTheLowestIncarnationGivesWay() {
    assertGivesWay(side(2, true, 2L), side(9, true, 9L));
    assertGivesWay(side(7, false, 3L, 7L), side(5, false, 5L, 6L));
  }

  @Test
  void aNodeThatTheOtherClusterHasRemovedGivesWayWhateverItsSize() {
    Side removed = side(1, false, 1L, 2L, 3L);
    Side remover = side(2, false, 2L);

    assertThat(new ClusterComparison(removed, remover).doWeGiveWay()).isTrue();
    assertThat(new ClusterComparison(remover, removed).doWeGiveWay()).isFalse();
    assertThat(new ClusterComparison(removed, remover).areApart()).isFalse();
  }

  @Test
  void aNodeThatFormedAClusterBeforeItsAdmissionGivesWayAndNotTheClusterThatAdmittedIt() {
    assertGivesWay(side(9, true, 9L), side(2, false, 2L, 3L, 9L));
  }

  @Test
  void membersOfEachOtherAreInOneClusterThoughAListIsBehind() {
    Side one = side(1, false, 1L, 2L);
    assertThat(new ClusterComparison(one, side(2, false, 1L, 2L, 3L)).isOneCluster()).isTrue();
    assertThat(new ClusterComparison(one, side(3, false, 1L, 2L, 3L)).isOneCluster()).isFalse();
  }

  @Test
  void onlyANodeThatHasBeenWithNobodyIsCertainAtOnce() {
    Side isNew = side(1, true, 1L);
    Side isNot = side(2, false, 2L);
    assertThat(new ClusterComparison(isNew, isNot).isCertain()).isTrue();
    assertThat(new ClusterComparison(isNot, isNew).isCertain()).isFalse();
    assertThat(new ClusterComparison(isNew, side(2, false, 1L, 2L)).isCertain()).isFalse();
  }

  private static void assertGivesWay(Side loser, Side winner) {
    assertThat(new ClusterComparison(loser, winner).doWeGiveWay()).isTrue();
    assertThat(new ClusterComparison(winner, loser).doWeGiveWay()).isFalse();
  }

  private static Side side(long node, boolean isNew, Long... members) {
    return new Side(node, Set.of(members), isNew);
  }
}
