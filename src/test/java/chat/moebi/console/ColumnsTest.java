package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          abc, 3
          äöü, 3
          日本, 4
          한국, 4
          e\u0301, 1
          \u1ab0, 0
          สวัสดี, 4
          ก็, 1
          👍, 2
          ✅, 2
          ⚡, 2
          ❤, 1
          ❤️, 2
          ❤︎, 1
          1️⃣, 2
          a\u200db, 2
          𗀀, 2
          שלום, 4
          '', 0
          """)
  void countsTheColumnsOfATerminal(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  /** Some terminals draw the parts beside each other. */
  @ParameterizedTest
  @CsvSource({"👩‍👩‍👧, 6", "🇩🇪, 4", "👍🏽, 4"})
  void countsTheGreatestWidthWhereTerminalsDiffer(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"'\t', 8", "'a\tb', 9", "'1234567\t', 8", "'12345678\t', 16"})
  void aTabReachesToTheNextStop(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"abc, 3", "日本e\u0301, 5", "👩‍👩‍👧, 2", "🇩🇪🇫🇷, 4", "👍🏽!, 3"})
  void countsAsMostTerminalsDo(String text, int columns) {
    assertThat(Columns.usual(text)).isEqualTo(columns);
  }
}
