package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hi",
        "two words",
        "\ttabs\tstay\t",
        "a\\nb stays as it was typed",
        "käte, 日本語, ελληνικά, עברית, العربية",
        "e\u0301 combines",
        "\uD83D\uDC36 the dog",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 a family, joined",
        "\uD83C\uDDE9\uD83C\uDDEA a flag",
        "\u00a0the first after C1",
        "\u202f\u2065\u206a next to bidirectional controls",
        "\u200c\u200d joiners, \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 and a heart \u2764\ufe0f",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F of England",
        "\uD83C\uDFF4\uDB40\uDC30\uDB40\uDC39\uDB40\uDC61\uDB40\uDC7F a flag of 0, 9 and a",
        "\uD83C\uDFF4\uDB40\uDC7A\uDB40\uDC7A\uDB40\uDC7A\uDB40\uDC7A\uDB40\uDC7A\uDB40\uDC7A\uDB40\uDC7F six",
        "\uD83C\uDFF4",
        "\uD800 half of a pair",
        "\uDC00",
        "\uDC00\uD800"
      })
  void keepsHarmlessText(String text) {
    assertThat(Escape.controls(text)).isEqualTo(text);
  }

  @Test
  void showsEveryC0ControlButTheTabByItsCode() {
    for (char c = 0; c < 0x20; c++) {
      String expected =
          switch (c) {
            case '\t' -> "\t";
            case '\n' -> "\\n";
            default -> String.format("\\x%02x", (int) c);
          };
      assertThat(Escape.controls("a" + c + "b")).isEqualTo("a" + expected + "b");
    }
  }

  @Test
  void showsDelAndEveryC1ControlByItsCode() {
    for (char c = 0x7f; c < 0xa0; c++) {
      assertThat(Escape.controls("a" + c + "b"))
          .isEqualTo("a" + String.format("\\x%02x", (int) c) + "b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066',
        '\u2067', '\u2068', '\u2069', '\u2028', '\u2029', '\u200b', '\u2060', '\u2061', '\u2062',
        '\u2063', '\u2064', '\ufeff'
      })
  void showsBidirectionalControlsSeparatorsAndInvisibleCharactersByTheirCodes(char c) {
    assertThat(Escape.controls("a" + c + "b"))
        .isEqualTo("a" + String.format("\\u%04x", (int) c) + "b");
  }

  @ParameterizedTest
  @MethodSource
  void showsControlSequencesByTheirCodes(String text, String shown) {
    assertThat(Escape.controls(text)).isEqualTo(shown);
  }

  static Stream<Arguments> showsControlSequencesByTheirCodes() {
    return Stream.of(
        arguments("\u001b[2J\u001b[H", "\\x1b[2J\\x1b[H"),
        arguments("\u001b]0;owned\u0007", "\\x1b]0;owned\\x07"),
        arguments("\u001b]52;c;cm0gLXJm\u001b\\", "\\x1b]52;c;cm0gLXJm\\x1b\\"),
        arguments("\u009b31mred", "\\x9b31mred"),
        arguments("first\nsecond", "first\\nsecond"),
        arguments("over\rwritten", "over\\x0dwritten"),
        arguments("\r\n", "\\x0d\\n"),
        arguments("rm\b\bls", "rm\\x08\\x08ls"),
        arguments("txt.\u202eexe", "txt.\\u202eexe"),
        arguments("\uD83D\u001b\uDC36", "\uD83D\\x1b\uDC36"),
        arguments("a\uDB40\uDC00\uDB40\uDC41\uDB40\uDC7F", "a\\U000e0000\\U000e0041\\U000e007f"),
        arguments("\uD83C\uDFF4\uDB40\uDC67 open", "\uD83C\uDFF4\\U000e0067 open"),
        arguments(
            "cut \uD83C\uDFF4" + "\uDB40\uDC78".repeat(3),
            "cut \uD83C\uDFF4" + "\\U000e0078".repeat(3)),
        arguments(
            "two \uD83C\uDFF4" + "\uDB40\uDC78".repeat(2) + "\uDB40\uDC7F",
            "two \uD83C\uDFF4" + "\\U000e0078".repeat(2) + "\\U000e007f"),
        arguments(
            "\uD83C\uDFF4" + "\uDB40\uDC78".repeat(7) + "\uDB40\uDC7F no region",
            "\uD83C\uDFF4" + "\\U000e0078".repeat(7) + "\\U000e007f no region"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'/', ':', '`', '{'})
  void aFlagHasNoTagsButLettersAndDigits(char beside) {
    String tag = Character.toString(0xe0000 + beside);
    String flag = "\uD83C\uDFF4" + tag.repeat(3) + "\uDB40\uDC7F";

    assertThat(Escape.controls(flag))
        .isEqualTo(
            "\uD83C\uDFF4" + String.format("\\U%08x", 0xe0000 + beside).repeat(3) + "\\U000e007f");
  }

  @Test
  void changesNothingTheSecondTime() {
    String shown = Escape.controls("\u001b[31m\u202e\n");

    assertThat(Escape.controls(shown)).isEqualTo(shown);
  }
}
