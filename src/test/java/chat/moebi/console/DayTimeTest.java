package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayTimeTest {

  private static final Instant SATURDAY_AT_NOON = Instant.parse("2026-11-28T11:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-28T11:04:59Z, 12:04",
    "2026-11-27T23:00:00Z, 00:00",
    "2026-11-27T22:59:59Z, Fri 23:59",
    "2026-11-22T11:04:00Z, Sun 12:04",
    "2026-11-21T11:04:00Z, 2026-11-21 12:04",
    "2026-11-29T11:04:00Z, 2026-11-29 12:04"
  })
  void namesTheDayIfItIsAnotherOne(Instant time, String words) {
    assertThat(DayTime.of(time, SATURDAY_AT_NOON, ZoneId.of("Europe/Berlin")).words())
        .isEqualTo(words + " ");
  }
}
