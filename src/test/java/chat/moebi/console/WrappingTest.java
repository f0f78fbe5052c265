package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrappingTest {

  private static final String FAMILY = "👩‍👩‍👧";

  @Test
  void breaksAtBlanks() {
    assertThat(Wrapping.rows("one two three", 0, 0, 8)).containsExactly("one two", "three");
    assertThat(Wrapping.rows("one two  three", 0, 0, 7)).containsExactly("one two", "three");
    assertThat(Wrapping.rows("one two      ", 0, 0, 7)).containsExactly("one two");
  }

  @Test
  void keepsTheBlanksWithinARowAndAtTheBeginning() {
    assertThat(Wrapping.rows("  if (a)  b();", 0, 0, 20)).containsExactly("  if (a)  b();");
    assertThat(Wrapping.rows("", 0, 0, 20)).containsExactly("");
    assertThat(Wrapping.rows("  ", 0, 0, 20)).containsExactly("  ");
  }

  @Test
  void breaksAWordThatIsLongerThanARow() {
    assertThat(Wrapping.rows("ab cdefghijklmnop q", 0, 0, 6))
        .containsExactly("ab", "cdefgh", "ijklmn", "op q");
  }

  @Test
  void beginsAWordInTheNextRowIfTheFirstHasLessRoom() {
    assertThat(Wrapping.rows("abcdef g", 7, 2, 10)).containsExactly("", "abcdef g");
    assertThat(Wrapping.rows("ab cdef", 7, 2, 10)).containsExactly("ab", "cdef");
    assertThat(Wrapping.rows("abcdef", 10, 2, 10)).containsExactly("", "abcdef");
  }

  @Test
  void breaksBetweenWideCharacters() {
    assertThat(Wrapping.rows("ab 日本語です", 0, 0, 8)).containsExactly("ab 日本", "語です");
    assertThat(Wrapping.rows("👍👍👍👍👍", 0, 0, 5)).containsExactly("👍👍", "👍👍", "👍");
  }

  @Test
  void breaksNoCharacterApart() {
    assertThat(Wrapping.rows("e\u0301".repeat(5), 0, 0, 3))
        .containsExactly("e\u0301".repeat(3), "e\u0301".repeat(2));
    assertThat(Wrapping.rows(FAMILY + FAMILY, 0, 0, 7)).containsExactly(FAMILY, FAMILY);
    assertThat(Wrapping.rows("🇩🇪🇫🇷", 0, 0, 5)).containsExactly("🇩🇪", "🇫🇷");
    assertThat(Wrapping.rows("สวัสดี", 0, 0, 2)).containsExactly("สวั", "สดี");
  }

  @Test
  void countsATabToTheNextStop() {
    assertThat(Wrapping.rows("a\tb", 6, 6, 10)).containsExactly("a\tb");
    assertThat(Wrapping.rows("a\tbc def", 6, 6, 12)).containsExactly("a\tbc", "def");
  }

  /** Whatever a text is, its rows are as narrow as they can be, and nothing but blanks is lost. */
  @ParameterizedTest
  @MethodSource("texts")
  void noRowIsTooWideAndNothingIsLost(String text) {
    String line = Escape.controls(text);
    for (int columns = 20; columns <= 100; columns++) {
      List<String> rows = Wrapping.rows(line, 15, 8, columns);
      for (int i = 0; i < rows.size(); i++) {
        int start = i == 0 ? 15 : 8;
        String before = "x".repeat(start);
        assertThat(Columns.of(before + rows.get(i))).isLessThanOrEqualTo(columns);
      }
      assertThat(String.join("", rows).replaceAll("[ \t]", ""))
          .isEqualTo(line.replaceAll("[ \t]", ""));
    }
  }

  static Stream<String> texts() {
    return Stream.of(
        "hi",
        "words ".repeat(50),
        "x".repeat(300),
        "日本語".repeat(60),
        "안녕하세요 ".repeat(30),
        "สวัสดีครับ".repeat(30),
        "e\u0301".repeat(200),
        "z" + "\u0338\u0301\u0327".repeat(200) + " zalgo",
        FAMILY.repeat(40),
        "🇩🇪".repeat(40),
        "❤️".repeat(80),
        "✅ done ".repeat(40),
        "1️⃣".repeat(50),
        "👍🏽".repeat(40),
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F"
            .repeat(30),
        "\u200d".repeat(300),
        "\u200b\u2060\ufeff\u2028\u2029".repeat(40),
        "\033[2J\033[H\033]0;title\007\r".repeat(20),
        "\u202e\u2066drow\u2069".repeat(20),
        "a\tb\t".repeat(40),
        "\uD800".repeat(50),
        IntStream.range(0x20, 0x2ff)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }
}
