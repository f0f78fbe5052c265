package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.moebi.name.NodeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceOptionTest {

  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2026-11-28T12:30:15+01:00[Europe/Berlin]");

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-28T11:28:45Z",
    "90m, 2026-11-28T10:00:15Z",
    "2h, 2026-11-28T09:30:15Z",
    "3d, 2026-11-25T11:30:15Z",
    "1w, 2026-11-21T11:30:15Z",
    "today, 2026-11-27T23:00:00Z",
    "yesterday, 2026-11-26T23:00:00Z",
    "12:04, 2026-11-28T11:04:00Z",
    "12:04:05, 2026-11-28T11:04:05Z",
    "2026-11-20, 2026-11-19T23:00:00Z",
    "2026-11-20 12:04, 2026-11-20T11:04:00Z",
    "2026-11-20T12:04, 2026-11-20T11:04:00Z",
    "2026-11-20T12:04:05.123Z, 2026-11-20T12:04:05.123Z",
    "2026-11-20 12:04+05:00, 2026-11-20T07:04:00Z",
    "2026-07-20 12:04, 2026-07-20T10:04:00Z"
  })
  void meansATimeOfTheReader(String text, Instant time) {
    assertThat(SinceOption.parse(text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "T", "Z", "noon", "2 h", "-2h", "2026-13-01", "2026-02-30", "25:00"})
  void anythingElseIsRefusedWithExamples(String text) {
    assertThatExceptionOfType(NodeException.class)
        .isThrownBy(() -> SinceOption.parse(text, NOW))
        .withMessage(
            "--since "
                + text
                + " is no time; write 2h, 3d, yesterday, 12:04, 2026-11-28 or"
                + " \"2026-11-28 12:04\"")
        .returns(NodeException.Reason.INVALID, NodeException::reason);
  }
}
