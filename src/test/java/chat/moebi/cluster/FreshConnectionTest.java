package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.PortCheck.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshConnectionTest {

  private long now;

  private final FreshConnection kate =
      new FreshConnection(new AwakeTime(() -> now, Duration.ofHours(1)));

  @Test
  void twoAnswersInARowWhileThePeerIsSilentReplaceItsConnections() {
    assertThat(kate.replaces(Answer.NODE)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isTrue();
  }

  @Test
  void aFrozenPeerKeepsItsConnectionsAndHasTimeToAnswerWhenItThaws() {
    assertThat(kate.replaces(Answer.OPEN)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isFalse();
    kate.settled();
    assertThat(kate.replaces(Answer.NODE)).isFalse();
  }

  @Test
  void oneAnswerIsEnoughWhenThereWasNoWayBefore() {
    assertThat(kate.replaces(Answer.NO_WAY)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isTrue();
  }

  @Test
  void oneAnswerIsEnoughAlsoWhenThePeerWasFrozenMeanwhile() {
    assertThat(kate.replaces(Answer.NO_WAY)).isFalse();
    assertThat(kate.replaces(Answer.OPEN)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isTrue();
  }

  @Test
  void aCutThatDoesNotHelpIsRepeatedAfterTwoAnswers() {
    assertThat(kate.replaces(Answer.NO_WAY)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isTrue();
    now += Duration.ofMinutes(2).toNanos();
    assertThat(kate.replaces(Answer.NODE)).isFalse();
    assertThat(kate.replaces(Answer.NODE)).isTrue();
  }

  @Test
  void whereItDoesNotHelpItIsRepeatedEverMoreSeldom() {
    assertThat(cutsWithin(60)).isEqualTo(4); // At 1, 7, 18 and 39 s or so.
    assertThat(cutsWithin(600)).isBetween(8, 10);
    kate.settled();
    assertThat(cutsWithin(3)).isEqualTo(1);
  }

  private int cutsWithin(int seconds) {
    int cuts = 0;
    for (int i = 0; i < seconds; i++) {
      cuts += kate.replaces(Answer.NODE) ? 1 : 0;
      now += Duration.ofSeconds(1).toNanos();
    }
    return cuts;
  }

  @Test
  void aCheckIsDueAnIntervalAfterTheLastOneHasEnded() {
    Duration interval = Duration.ofSeconds(1);
    assertThat(kate.beginCheck(interval)).isFalse();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(kate.beginCheck(interval)).isTrue();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(kate.beginCheck(interval)).as("the last check has not ended").isFalse();

    kate.endCheck();

    assertThat(kate.beginCheck(interval)).isFalse();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(kate.beginCheck(interval)).isTrue();
  }
}
