package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedAheadTest {

  @Test
  void whatAShellThatEditsItsLineHasNotEchoedIsLeftOut() {
    assertThat(TypedAhead.echoed("@kate hi\n/no")).isEqualTo("@kate hi\n/no");
    assertThat(TypedAhead.echoed("@kate hi\r/nodes\r")).isEmpty();
    assertThat(TypedAhead.echoed("@kate hi\r/self\n/no")).isEqualTo("/self\n/no");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "abc, 0",
    "'abc\n', 1",
    "'abc\n\nd', 2",
    "12345678901234567890, 0",
    "'12345678901234567890\n', 1",
    "123456789012345678901, 1",
    "'犬犬犬犬犬犬犬犬犬犬犬\n', 2"
  })
  void theRowsOfAnEchoAreCounted(String echo, int above) {
    assertThat(TypedAhead.rowsAbove(echo, 20)).isEqualTo(above);
  }
}
