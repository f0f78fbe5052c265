package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AddressFromURIString;
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

    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
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
