package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.cluster.Member;
import akka.cluster.Member$;
import akka.cluster.UniqueAddress;
import chat.moebi.cluster.KnownNode.Contest;
import chat.moebi.cluster.PortCheck.Answer;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnownNodeTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(600);

  private static final Address ADDRESS = AddressFromURIString.parse("akka://chat@localhost:4711");
  private static final Member MEMBER = Member$.MODULE$.removed(UniqueAddress.apply(ADDRESS, 1L));

  private long now;
  private final AwakeTime time = new AwakeTime(() -> now, LOOK);
  private final KnownNode kate =
      new KnownNode(NodeName.parse("kate@localhost"), 1, ADDRESS, null, LIMIT, time);

  @Test
  void aSuspectedNodeThatLeavesAHelloUnansweredIsSilent() {
    kate.heard();
    kate.updateSuspicion(true);
    kate.helloSent();
    assertThat(isSilentAfter(LOOK)).isFalse();

    kate.helloSent(); // The first hello counts.

    assertThat(isSilentAfter(LOOK)).isTrue();
    assertThat(kate.isReachable()).isFalse();
  }

  @Test
  void aNodeThatNobodySuspectsIsNotSilent() {
    kate.heard();
    kate.helloSent();

    isSilentAfter(LOOK);

    assertThat(isSilentAfter(LOOK)).isFalse();
  }

  @Test
  void aNodeThatHasAnsweredIsNotSilentUntilTheNextHello() {
    kate.updateSuspicion(true);
    kate.answered(kate.helloSent());
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);
    assertThat(kate.unanswered.isRunning()).isFalse();
    assertThat(kate.isReachable()).isTrue();

    kate.helloSent();

    assertThat(kate.unanswered.isRunning()).isTrue();
    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void anAnswerInTimeKeepsTheConnections() {
    kate.freshConnection.replaces(Answer.NO_WAY);

    kate.answered(kate.helloSent());

    assertThat(kate.freshConnection.replaces(Answer.NODE)).isFalse();
  }

  @Test
  void aNodeHasTheWholeLimitToAnswerFromTheStartOfTheSuspicion() {
    kate.heard();
    kate.helloSent(); // Long before the suspicion.
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);

    assertThat(kate.updateSuspicion(true)).as("the suspicion is new").isTrue();
    assertThat(kate.isReachable()).isTrue();
    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(kate.updateSuspicion(true)).as("the suspicion is new").isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void aSuspicionAfterTheEndOfAnotherOneIsNew() {
    fallSilent();
    kate.answered(kate.helloSent());
    assertThat(kate.updateSuspicion(false)).isFalse();
    assertThat(kate.suspected.isRunning()).isFalse();

    assertThat(kate.updateSuspicion(true)).isTrue();
    assertThat(kate.suspected.isRunning()).isTrue();
  }

  @Test
  void timeInWhichThisNodeSleepsDoesNotCount() {
    kate.heard();
    kate.updateSuspicion(true);
    kate.helloSent();

    assertThat(isSilentAfter(Duration.ofMinutes(1))).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void onlyAnAnswerEndsASilence() {
    fallSilent();

    kate.heard(); // Its own hello: messages pass in one direction.
    kate.updateSuspicion(false); // Its heartbeats are back.

    assertThat(kate.isReachable()).isFalse();

    kate.answered(kate.helloSent());
    kate.updateSuspicion(false);

    assertThat(kate.isReachable()).isTrue();
    assertThat(kate.suspected.isRunning()).isFalse();
  }

  @Test
  void anAnswerThatWasLongOnItsWayEndsNoSilence() {
    fallSilent();
    long before = kate.helloSent();
    pass(4);

    kate.answered(before);

    assertThat(kate.isReachable()).isFalse();
  }

  @Test
  void aHelloThatIsUnansweredForLongStartsASuspicionThoughHeartbeatsCome() {
    kate.answered(kate.helloSent());
    kate.helloSent();
    for (int i = 0; i < 30; i++) {
      now += LOOK.toNanos();
      assertThat(kate.updateSuspicion(false)).isFalse();
    }
    for (int i = 0; i < 10 && !kate.suspected.isRunning(); i++) {
      now += LOOK.toNanos();
      kate.updateSuspicion(false);
    }

    assertThat(kate.suspected.isRunning()).isTrue();
  }

  @Test
  void aNodeNeedsHellosUntilItAnswersAndWhenItOwesAnAnswer() {
    assertThat(kate.needsHello()).isTrue();
    kate.answered(kate.helloSent());
    assertThat(kate.needsHello()).isFalse();

    kate.helloSent();
    assertThat(kate.needsHello()).isFalse();
    pass(2);
    assertThat(kate.needsHello()).isTrue();
  }

  @Test
  void theStartNeedNotWaitForANodeThatHasAnsweredOrIsSilentOrGone() {
    assertThat(kate.isSettled()).isFalse();
    kate.updateSuspicion(true);
    kate.helloSent();
    pass(2);
    assertThat(kate.isSettled()).as("silent").isTrue();
    kate.answered(kate.helloSent());
    assertThat(kate.isSettled()).as("answered").isTrue();
    kate.markGone();
    assertThat(kate.isSettled()).as("gone").isTrue();
  }

  @Test
  void aNodeThatIsNotHeardWhileAnotherWantsItsNameLosesTheName() {
    kate.heard();
    pass(1);
    assertThat(kate.contest()).isEqualTo(Contest.UNDECIDED);
    pass(1);
    assertThat(kate.contest()).as("the first contest counts").isEqualTo(Contest.UNDECIDED);
    pass(1);

    assertThat(kate.contest()).isEqualTo(Contest.LOST);
  }

  @Test
  void aNodeThatIsHeardWhileAnotherWantsItsNameKeepsTheName() {
    kate.contest();
    pass(1);
    kate.heard();
    pass(2);
    assertThat(kate.contest()).isEqualTo(Contest.KEPT);

    assertThat(kate.contest()).as("the first contest is over").isEqualTo(Contest.UNDECIDED);
    pass(2);
    assertThat(kate.contest()).isEqualTo(Contest.LOST);
  }

  @Test
  void aContestThatNobodyDecidesCountsForFiveSecondsOnly() {
    kate.contest();
    assertThat(kate.isContested()).isTrue();
    pass(9);
    assertThat(kate.isContested()).isFalse();

    assertThat(kate.contest()).isEqualTo(Contest.UNDECIDED);
  }

  @Test
  void aNodeThatGossipDoesNotBringIsUnconfirmedAfterItsLastMessage() {
    pass(1);
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
    pass(1);
    assertThat(kate.isUnconfirmed(LIMIT)).isTrue();

    kate.heard();
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
    pass(2);
    assertThat(kate.isUnconfirmed(LIMIT)).isTrue();

    kate.member = MEMBER;
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
  }

  @Test
  void aNodeIsVisibleOnceItIsHeardOrHasHadTheTimeForItUntilItIsGone() {
    assertThat(kate.isVisible()).isFalse();
    pass(1);
    assertThat(kate.isVisible()).isFalse();
    pass(1);
    assertThat(kate.isVisible()).isTrue();

    kate.heard();
    assertThat(kate.isVisible()).isTrue();

    kate.markGone();
    assertThat(kate.isVisible()).isFalse();
  }

  @Test
  void onlyChangesOfMembersAreAnnounced() {
    kate.answered(kate.helloSent());
    assertThat(kate.nextAnnouncement()).as("no member").isEmpty();

    kate.member = MEMBER;
    assertThat(kate.nextAnnouncement()).contains(Change.JOINED);
    assertThat(kate.nextAnnouncement()).isEmpty();

    fallSilent();
    assertThat(kate.nextAnnouncement()).contains(Change.UNREACHABLE);
    assertThat(kate.nextAnnouncement()).isEmpty();

    kate.answered(kate.helloSent());
    assertThat(kate.nextAnnouncement()).contains(Change.BACK);
    assertThat(kate.nextAnnouncement()).isEmpty();

    kate.markGone();
    assertThat(kate.nextAnnouncement()).isEmpty();
    assertThat(kate.endAnnouncements()).isTrue();
    assertThat(kate.endAnnouncements()).isFalse();
  }

  @Test
  void aMemberThatWasNeverReachableIsNotAnnounced() {
    kate.member = MEMBER;
    pass(2);

    assertThat(kate.nextAnnouncement()).isEmpty();
    assertThat(kate.endAnnouncements()).isFalse();
  }

  @Test
  void aViewShowsWhetherTheNodeCanBeReached() {
    assertThat(kate.peer())
        .isEqualTo(new Peer(kate.name, 1, "akka://chat@localhost:4711", Status.UNREACHABLE));

    kate.heard();

    assertThat(kate.peer())
        .isEqualTo(new Peer(kate.name, 1, "akka://chat@localhost:4711", Status.UP));
  }

  private void pass(int looks) {
    for (int i = 0; i < looks; i++) {
      now += LOOK.toNanos();
      time.nanos();
    }
  }

  private void fallSilent() {
    kate.answered(kate.helloSent());
    kate.updateSuspicion(true);
    kate.helloSent();
    isSilentAfter(LOOK);
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  private boolean isSilentAfter(Duration time) {
    now += time.toNanos();
    return kate.isSilent();
  }
}
