package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExitReasonTest {

  @Test
  void parsesTheWordsOfErlang() {
    assertThat(ExitReason.parse("normal")).isEqualTo(ExitReason.NORMAL);
    assertThat(ExitReason.parse("shutdown")).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(ExitReason.parse("kill")).isEqualTo(ExitReason.KILL);
  }

  @Test
  void parsesOtherWordsAsACustomReason() {
    assertThat(ExitReason.parse("no paper")).isEqualTo(ExitReason.of("no paper"));
    assertThat(ExitReason.parse("Kill").kind()).isEqualTo(ExitReason.Kind.OTHER);
  }

  @Test
  void cannotBeTypedIfOnlyTheSystemGivesIt() {
    assertThat(ExitReason.parse("killed")).isNotEqualTo(ExitReason.KILLED);
    assertThat(ExitReason.parse("noconnection")).isNotEqualTo(ExitReason.NOCONNECTION);
  }

  @Test
  void isShownAsAWordAndItsText() {
    assertThat(ExitReason.NORMAL).hasToString("normal");
    assertThat(ExitReason.KILLED).hasToString("killed");
    assertThat(ExitReason.NOPROC).hasToString("noproc");
    assertThat(ExitReason.NOCONNECTION).hasToString("noconnection");
    assertThat(ExitReason.of("no paper")).hasToString("no paper");
    assertThat(ExitReason.shutdown("update")).hasToString("shutdown: update");
  }

  @Test
  void takesTheMessageOfTheError() {
    assertThat(ExitReason.error(new IllegalStateException("boom"))).hasToString("boom");
    assertThat(ExitReason.error(new IllegalStateException()))
        .hasToString("java.lang.IllegalStateException");
  }

  @Test
  void isOrderlyOnlyIfNormalOrAShutdown() {
    assertThat(ExitReason.NORMAL.isOrderly()).isTrue();
    assertThat(ExitReason.shutdown("update").isOrderly()).isTrue();
    assertThat(ExitReason.KILLED.isOrderly()).isFalse();
    assertThat(ExitReason.NOCONNECTION.isOrderly()).isFalse();
    assertThat(ExitReason.of("no paper").isOrderly()).isFalse();
  }

  @Test
  void isShortenedToFitALine() {
    assertThat(ExitReason.of("x".repeat(1_000)).text()).hasSize(1_000);
    assertThat(ExitReason.of("x".repeat(1_001)).text()).hasSize(1_003).endsWith("x...");
  }

  @Test
  void staysEncodableWhereverItIsCut() {
    String text = ExitReason.of("x".repeat(999) + "\uD83D\uDC36 and more").text();
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
  }
}
