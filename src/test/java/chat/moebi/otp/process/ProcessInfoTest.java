package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessInfoTest {

  private static final Pid PID = new Pid(NodeName.parse("kate@localhost"), 7, 4711);

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "999, 0s",
    "59999, 59s",
    "60000, 1m0s",
    "3599999, 59m59s",
    "3600000, 1h0m",
    "86399999, 23h59m",
    "86400000, 1d0h",
    "180000000, 2d2h"
  })
  void isShownAsALineWithTheAge(long ageMillis, String age) {
    assertThat(new ProcessInfo(PID, "sleep", "waiting", 3, ageMillis).line())
        .isEqualTo("<kate@localhost.7> sleep waiting 3 " + age);
  }
}
