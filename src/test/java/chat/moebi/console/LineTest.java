package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

  @Nested
  class AText {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "hi",
          "",
          " ",
          " hi ",
          "\thi",
          "two  words ",
          "\n/send kate hi",
          "\u00a0@kate hi",
          "a@b"
        })
    void isSentAsItIsToTheNodeLastAddressed(String text) {
      assertThat(Line.parse(text, 0, "kate"))
          .isEqualTo(new Line("@kate " + text, "send", "kate " + text, 0));
    }

    @Test
    void namesNobodyIfNoNodeWasAddressed() {
      assertThat(Line.parse("hi there", 0, "")).isEqualTo(new Line("hi there", "send", "", 0));
    }

    @Test
    void beginsWithASlashAfterTwoSlashes() {
      assertThat(arguments("//etc/hosts is gone")).isEqualTo("kate /etc/hosts is gone");
      assertThat(arguments("// a  b ")).isEqualTo("kate / a  b ");
      assertThat(arguments("///")).isEqualTo("kate //");
      assertThat(arguments("//")).isEqualTo("kate /");
    }

    @Test
    void keepsTheBlanksBeforeIt() {
      assertThat(arguments("  hi")).isEqualTo("kate   hi");
      assertThat(arguments(" //etc")).isEqualTo("kate  /etc");
      assertThat(arguments("\t##1")).isEqualTo("kate \t#1");
    }

    private static String arguments(String text) {
      return Line.parse(text, 0, "kate").arguments();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/quit", "/send kate hi ", "/", "@kate  hi", "@", "#dogs hi", "#"})
  void blanksBeforeALineDoNotChangeWhatItMeans(String line) {
    assertThat(Line.parse(" " + line, 0, "moebi")).isEqualTo(Line.parse(line, 0, "moebi"));
    assertThat(Line.parse(" \t " + line, 7, "")).isEqualTo(Line.parse(line, 7, ""));
  }

  @Nested
  class AnAtSign {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "kate hi",
          "kate@localhost hi",
          "kate\thi\tthere",
          "kate  a  b ",
          "kate \t",
          "kate",
          "kate ",
          "kate /quit",
          "kate //x",
          "kate @moebi hi"
        })
    void sendsTheRestOfTheLineAsItIs(String message) {
      assertThat(Line.parse("@" + message, 0, "moebi"))
          .isEqualTo(new Line("@" + message, "send", message, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@ kate hi", "@\tkate"})
    void withoutANameNamesNobody(String line) {
      assertThat(Line.parse(line, 0, "moebi")).isEqualTo(new Line(line, "send", "", 0));
    }
  }

  @Nested
  class ANumberSign {

    @ParameterizedTest
    @ValueSource(strings = {"#dogs hi", "#dogs  a  b ", "#dogs", "#Dogs hi", "#", "# hi"})
    void namesARoomAndSendsTheRestOfTheLineAsItIs(String line) {
      assertThat(Line.parse(line, 0, "moebi")).isEqualTo(new Line(line, "send", line, 0));
    }

    @Test
    void beginsATextIfThereAreTwo() {
      assertThat(Line.parse("##1 is mine", 0, "kate"))
          .isEqualTo(new Line("@kate #1 is mine", "send", "kate #1 is mine", 0));
      assertThat(Line.parse("##", 0, "kate").arguments()).isEqualTo("kate #");
      assertThat(Line.parse("##dogs hi", 0, "")).isEqualTo(new Line("##dogs hi", "send", "", 0));
    }

    @Test
    void beginsTheNameOfTheRoomThatTextsGoTo() {
      assertThat(Line.parse("hi", 0, "#dogs"))
          .isEqualTo(new Line("#dogs hi", "send", "#dogs hi", 0));
      assertThat(Line.parse("//hi", 0, "#dogs").arguments()).isEqualTo("#dogs /hi");
      assertThat(Line.parse("@kate hi", 0, "#dogs").arguments()).isEqualTo("kate hi");
    }
  }

  @Nested
  class ASlash {

    @Test
    void isFollowedByACommandAndItsArguments() {
      assertThat(parse("/send kate hi there"))
          .isEqualTo(new Line("/send kate hi there", "send", "kate hi there", 0));
      assertThat(parse("/quit")).isEqualTo(new Line("/quit", "quit", "", 0));
    }

    @Test
    void mayBeFollowedByTabs() {
      assertThat(parse("/send\tkate\thi").arguments()).isEqualTo("kate\thi");
    }

    @Test
    void leavesBlanksInTheArguments() {
      assertThat(parse("/send kate  a  b ").arguments()).isEqualTo("kate  a  b ");
    }

    @Test
    void aloneIsACommandWithoutAName() {
      assertThat(parse("/")).isEqualTo(new Line("/", "", "", 0));
      assertThat(parse("/ send")).isEqualTo(new Line("/ send", "", "send", 0));
    }

    private static Line parse(String line) {
      return Line.parse(line, 0, "moebi");
    }
  }

  @Nested
  class Words {

    @Test
    void endAtTheFirstBlankOrTab() {
      assertThat(Line.firstWord("kate hi\tthere")).isEqualTo("kate");
      assertThat(Line.firstWord("kate\thi there")).isEqualTo("kate");
      assertThat(Line.afterFirstWord("kate hi\tthere")).isEqualTo("hi\tthere");
      assertThat(Line.afterFirstWord("kate\thi there")).isEqualTo("hi there");
    }

    @Test
    void endAtALineBreakOfAPaste() {
      assertThat(Line.parse("@kate\none\ntwo", 0, "").arguments()).isEqualTo("kate\none\ntwo");
      assertThat(Line.firstWord("kate\none\ntwo")).isEqualTo("kate");
      assertThat(Line.afterFirstWord("kate\none\ntwo")).isEqualTo("one\ntwo");
    }

    @Test
    void doNotEndAtOtherSpaces() {
      assertThat(Line.firstWord("a\u00a0b\u3000c")).isEqualTo("a\u00a0b\u3000c");
      assertThat(Line.afterFirstWord("a\u00a0b")).isEmpty();
    }
  }

  @Nested
  class TheLengthOfAText {

    @Test
    void isCountedInUtf8() {
      assertThatCode(() -> line(0).checkLength("ä".repeat(32_768))).doesNotThrowAnyException();
      assertTooLong(line(0), "ä".repeat(32_769), 65_538);
    }

    @Test
    void includesTheBytesThatWereCut() {
      assertTooLong(line(7), "x".repeat(65_530), 65_537);
    }

    @Test
    void isTooLongIfAnythingWasCut() {
      assertTooLong(line(7), "ä\uD83D\uDC36", 13);
    }

    private static Line line(long cut) {
      return Line.parse("@kate", cut, "");
    }

    private static void assertTooLong(Line line, String text, long bytes) {
      assertThatExceptionOfType(LineException.class)
          .isThrownBy(() -> line.checkLength(text))
          .withMessage("the message is too long: " + bytes + " of at most 65536 bytes")
          .returns(Failure.TOO_LONG, LineException::failure);
    }
  }

  @Test
  void theLongestLineHoldsTheLongestTextWithTheLongestNode() {
    String longestNode = "n".repeat(63) + "@" + "h".repeat(253);

    assertThat(Line.MAX_BYTES)
        .isGreaterThanOrEqualTo(("/send " + longestNode + " ").length() + 65_536);
  }
}
