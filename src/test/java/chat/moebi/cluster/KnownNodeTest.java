package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AddressFromURIString;
import chat.moebi.cluster.FreshConnection.Outcome;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node is greeted, and answers or does not. */
class KnownNodeTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(600);

  private long now;

  private final KnownNode kate =
      new KnownNode(
          NodeName.parse("kate@localhost"),
          1,
          AddressFromURIString.parse("akka://chat@localhost:4711"),
          null,
          new AwakeTime(() -> now, LOOK));

  @Test
  void whoLeavesAHelloUnansweredWhileItIsInDoubtIsSilent() {
    kate.heard();
    kate.doubt(true);
    kate.greeted();
    assertThat(isSilentAfter(LOOK)).isFalse();

    kate.greeted(); // Once more: it is the first that counts.

    assertThat(isSilentAfter(LOOK)).isTrue();
    assertThat(kate.canBeReached(LIMIT)).isFalse();
  }

  @Test
  void whoIsNotInDoubtIsNotSilent() {
    kate.heard();
    kate.greeted();

    isSilentAfter(LOOK);

    assertThat(isSilentAfter(LOOK)).isFalse();
  }

  @Test
  void whoHasAnsweredIsNotSilentUntilItIsGreetedAgain() {
    kate.doubt(true);
    kate.answered(kate.greeted(), LIMIT);
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);
    assertThat(kate.isAsked()).isFalse();
    assertThat(kate.canBeReached(LIMIT)).isTrue();

    kate.greeted();

    assertThat(kate.isAsked()).isTrue();
    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void anAnswerInTimeKeepsTheConnections() {
    kate.freshConnection.replaces(Outcome.NO_WAY);

    kate.answered(kate.greeted(), LIMIT);

    assertThat(kate.freshConnection.replaces(Outcome.ANSWERED)).isFalse();
  }

  @Test
  void aNodeHasTheWholeLimitToAnswerFromTheStartOfTheDoubt() {
    kate.heard();
    kate.greeted(); // Long before the doubt.
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);

    assertThat(kate.doubt(true)).as("the doubt is new").isTrue();
    assertThat(kate.canBeReached(LIMIT)).isTrue();
    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(kate.doubt(true)).as("the doubt is new").isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void aDoubtAfterAnotherOneWasSettledIsNew() {
    fallSilent();
    kate.answered(kate.greeted(), LIMIT);
    assertThat(kate.doubt(false)).isFalse();
    assertThat(kate.isDoubted()).isFalse();

    assertThat(kate.doubt(true)).isTrue();
    assertThat(kate.isDoubted()).isTrue();
  }

  @Test
  void whatIsNotSaidWhileThisNodeSleepsDoesNotCount() {
    kate.heard();
    kate.doubt(true);
    kate.greeted();

    assertThat(isSilentAfter(Duration.ofMinutes(1))).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void onlyAnAnswerEndsASilence() {
    fallSilent();

    kate.heard(); // Its own hello: one way is open.
    kate.doubt(false); // Its heartbeats are back.

    assertThat(kate.canBeReached(LIMIT)).isFalse();

    kate.answered(kate.greeted(), LIMIT);
    kate.doubt(false);

    assertThat(kate.canBeReached(LIMIT)).isTrue();
    assertThat(kate.isDoubted()).isFalse();
  }

  @Test
  void anAnswerThatWasLongOnItsWayEndsNoSilence() {
    fallSilent();
    long before = kate.greeted();
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);

    kate.answered(before, LIMIT);

    assertThat(kate.canBeReached(LIMIT)).isFalse();
  }

  @Test
  void anAnswerOfAReleaseThatDoesNotRepeatTheTimeCounts() {
    fallSilent();

    kate.answered(0, LIMIT);

    assertThat(kate.canBeReached(LIMIT)).isTrue();
  }

  @Test
  void aHelloThatIsUnansweredForLongIsAReasonForDoubtThoughHeartbeatsCome() {
    kate.answered(kate.greeted(), LIMIT);
    kate.greeted();
    for (int i = 0; i < 30; i++) {
      now += LOOK.toNanos();
      assertThat(kate.doubt(false)).isFalse();
    }
    for (int i = 0; i < 10 && !kate.isDoubted(); i++) {
      now += LOOK.toNanos();
      kate.doubt(false);
    }

    assertThat(kate.isDoubted()).isTrue();
  }

  @Test
  void aKnockIsDueAnIntervalAfterTheLastOneHasEnded() {
    pass(1);
    assertThat(kate.knock(LIMIT)).isFalse();
    pass(1);
    assertThat(kate.knock(LIMIT)).isTrue();
    pass(2);
    assertThat(kate.knock(LIMIT)).as("the last one has not ended").isFalse();

    kate.knocked();

    assertThat(kate.knock(LIMIT)).isFalse();
    pass(2);
    assertThat(kate.knock(LIMIT)).isTrue();
  }

  @Test
  void aNodeThatIsNotHeardWhileAnotherWantsItsNameForfeitsTheName() {
    kate.heard();
    pass(1);
    kate.contest();
    assertThat(kate.hasDefended()).isFalse();
    pass(1);
    assertThat(kate.hasForfeited(LIMIT)).isFalse();

    kate.contest(); // The first contest counts.
    pass(1);

    assertThat(kate.hasForfeited(LIMIT)).isTrue();
  }

  @Test
  void aNodeThatIsHeardWhileAnotherWantsItsNameKeepsTheName() {
    kate.contest();
    pass(1);
    kate.heard();
    assertThat(kate.hasDefended()).isTrue();
    pass(2);
    assertThat(kate.hasForfeited(LIMIT)).isFalse();

    kate.contest(); // The first contest is settled.

    assertThat(kate.hasDefended()).isFalse();
    assertThat(kate.hasForfeited(LIMIT)).isFalse();
    pass(2);
    assertThat(kate.hasForfeited(LIMIT)).isTrue();
  }

  @Test
  void aContestThatNobodySettlesCountsForFiveSecondsOnly() {
    kate.contest();
    pass(9);
    assertThat(kate.hasForfeited(LIMIT)).isTrue();

    kate.contest();

    assertThat(kate.hasForfeited(LIMIT)).isFalse();
  }

  @Test
  void theTimeSinceANodeWasDownedCountsFromTheFirstTime() {
    pass(2);
    assertThat(kate.isDowned()).isFalse();
    assertThat(kate.isDownedFor(LIMIT)).isFalse();

    kate.downed();
    pass(1);
    assertThat(kate.isDowned()).isTrue();
    assertThat(kate.isDownedFor(LIMIT)).isFalse();
    kate.downed();
    pass(1);

    assertThat(kate.isDownedFor(LIMIT)).isTrue();
  }

  @Test
  void theLastGreetingCountsForTheNext() {
    kate.greeted();
    pass(1);
    kate.greeted();
    pass(1);
    assertThat(kate.isGreetedBefore(LIMIT)).isFalse();
    pass(1);
    assertThat(kate.isGreetedBefore(LIMIT)).isTrue();
  }

  @Test
  void aNodeThatGossipDoesNotBringIsUnconfirmedAfterItsLastWord() {
    pass(1);
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
    pass(1);
    assertThat(kate.isUnconfirmed(LIMIT)).isTrue();

    kate.heard();
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
    pass(2);
    assertThat(kate.isUnconfirmed(LIMIT)).isTrue();

    kate.isMember = true;
    assertThat(kate.isUnconfirmed(LIMIT)).isFalse();
  }

  @Test
  void aNodeIsVisibleOnceItIsHeardOrHasHadTheTimeForItUntilItIsGone() {
    assertThat(kate.isVisible(LIMIT)).isFalse();
    pass(2);
    assertThat(kate.isVisible(LIMIT)).isTrue();
    assertThat(kate.isVisible(Duration.ofMinutes(1))).isFalse();

    kate.heard();
    assertThat(kate.isVisible(Duration.ofMinutes(1))).isTrue();

    kate.isGone = true;
    assertThat(kate.isVisible(LIMIT)).isFalse();
  }

  @Test
  void aViewShowsWhetherTheNodeCouldBeReachedAtTheLastLook() {
    assertThat(kate.peer())
        .isEqualTo(new Peer(kate.name, 1, "akka://chat@localhost:4711", Status.UNREACHABLE));

    kate.isReachable = true;

    assertThat(kate.peer())
        .isEqualTo(new Peer(kate.name, 1, "akka://chat@localhost:4711", Status.UP));
  }

  private void pass(int looks) {
    for (int i = 0; i < looks; i++) {
      now += LOOK.toNanos();
      kate.isGreetedBefore(LIMIT); // Looks at the time.
    }
  }

  private void fallSilent() {
    kate.answered(kate.greeted(), LIMIT);
    kate.doubt(true);
    kate.greeted();
    isSilentAfter(LOOK);
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  private boolean isSilentAfter(Duration time) {
    now += time.toNanos();
    return kate.isSilent(LIMIT);
  }
}
