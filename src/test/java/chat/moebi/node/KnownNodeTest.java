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
    kate.greeted();
    kate.heard();
    isSilentAfter(LOOK);
    isSilentAfter(LOOK);
    assertThat(kate.isAsked()).isFalse();
    assertThat(kate.canBeReached(LIMIT)).isTrue();

    kate.greeted();

    assertThat(isSilentAfter(LOOK)).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  @Test
  void whatIsNotSaidWhileThisNodeSleepsDoesNotCount() {
    kate.heard();
    kate.doubt(true);
    kate.greeted();

    assertThat(isSilentAfter(Duration.ofMinutes(1))).isFalse();
    assertThat(isSilentAfter(LOOK)).isTrue();
  }

  private boolean isSilentAfter(Duration time) {
    now += time.toNanos();
    return kate.isSilent(LIMIT);
  }
}
