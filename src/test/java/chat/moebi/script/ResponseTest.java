package chat.moebi.script;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult;
import chat.moebi.name.NodeName;
import chat.moebi.script.Response.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  @Test
  void hasAnOutcomeForEachResult() {
    assertThat(Outcome.of(new SendResult.Completed(KATE))).isEqualTo(Outcome.COMPLETED);
    assertThat(Outcome.of(new SendResult.Kept(KATE))).isEqualTo(Outcome.KEPT);
    assertThat(Outcome.of(new SendResult.NoConnection(KATE))).isEqualTo(Outcome.NO_CONNECTION);
    assertThat(Outcome.of(new SendResult.NoAnswer(KATE, Duration.ofSeconds(1))))
        .isEqualTo(Outcome.NO_ANSWER);
    assertThat(Outcome.of(new SendResult.Busy(KATE))).isEqualTo(Outcome.BUSY);
    assertThat(Outcome.of(new SendResult.Failed(KATE, "crash"))).isEqualTo(Outcome.FAILED);
    assertThat(Outcome.of(new SendResult.TooLong(70_000))).isEqualTo(Outcome.TOO_LONG);
    assertThat(Outcome.of(new SendResult.DifferentCookie(KATE)))
        .isEqualTo(Outcome.DIFFERENT_COOKIE);
    assertThat(Outcome.of(new SendResult.WhichNode("kate", List.of(KATE))))
        .isEqualTo(Outcome.BAD_NAME);
    assertThat(Outcome.of(new SendResult.BadName("no"))).isEqualTo(Outcome.BAD_NAME);
  }

  @Test
  void saysHowManyScriptsHaveTheirPlace() {
    assertThat(new Response.Full(KATE, 1).sentence())
        .isEqualTo("1 script uses kate@localhost already; try again");
    assertThat(new Response.Full(KATE, 64).sentence())
        .isEqualTo("64 scripts use kate@localhost already; try again");
  }
}
