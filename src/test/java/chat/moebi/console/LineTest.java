package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.console.Line.Slash;
import chat.moebi.console.Line.Text;
import chat.moebi.console.Line.To;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

  @Nested
  class APlainLine {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "hi",
          "",
          " ",
          " hi ",
          "\thi",
          "two  words ",
          " /send kate hi",
          " @kate hi",
          "a@b"
        })
    void isATextAsItWasTyped(String line) {
      assertThat(Line.parse(line)).isEqualTo(new Text(line, 0));
    }
  }

  @Nested
  class TwoSlashes {

    @Test
    void beginATextThatBeginsWithASlash() {
      assertThat(Line.parse("//etc/hosts is gone")).isEqualTo(new Text("/etc/hosts is gone", 0));
    }

    @Test
    void keepTheBlanksOfTheText() {
      assertThat(Line.parse("// a  b ")).isEqualTo(new Text("/ a  b ", 0));
    }

    @Test
    void loseOnlyTheFirst() {
      assertThat(Line.parse("///")).isEqualTo(new Text("//", 0));
      assertThat(Line.parse("//")).isEqualTo(new Text("/", 0));
    }
  }

  @Nested
  class AnAtSign {

    @Test
    void addressesANode() {
      assertThat(Line.parse("@kate hi")).isEqualTo(new To("kate", "hi", 0));
      assertThat(Line.parse("@kate@localhost hi")).isEqualTo(new To("kate@localhost", "hi", 0));
    }

    @Test
    void addressesWithATabToo() {
      assertThat(Line.parse("@kate\thi\tthere")).isEqualTo(new To("kate", "hi\tthere", 0));
    }

    @Test
    void keepsTheBlanksOfTheText() {
      assertThat(Line.parse("@kate  a  b ")).isEqualTo(new To("kate", " a  b ", 0));
      assertThat(Line.parse("@kate \t")).isEqualTo(new To("kate", "\t", 0));
    }

    @Test
    void maySendAnEmptyText() {
      assertThat(Line.parse("@kate")).isEqualTo(new To("kate", "", 0));
      assertThat(Line.parse("@kate ")).isEqualTo(new To("kate", "", 0));
    }

    @Test
    void keepsWhatLooksLikeACommandInTheText() {
      assertThat(Line.parse("@kate /quit")).isEqualTo(new To("kate", "/quit", 0));
      assertThat(Line.parse("@kate //x")).isEqualTo(new To("kate", "//x", 0));
      assertThat(Line.parse("@kate @moebi hi")).isEqualTo(new To("kate", "@moebi hi", 0));
    }

    @Test
    void withoutANameAddressesNobody() {
      assertThat(Line.parse("@")).isEqualTo(new To("", "", 0));
      assertThat(Line.parse("@ kate hi")).isEqualTo(new To("", "kate hi", 0));
    }
  }

  @Nested
  class ASlash {

    @Test
    void isACommandWithItsArguments() {
      assertThat(Line.parse("/send kate hi there"))
          .isEqualTo(new Slash("send", "kate hi there", 0));
      assertThat(Line.parse("/quit")).isEqualTo(new Slash("quit", "", 0));
    }

    @Test
    void separatesItsArgumentsWithATabToo() {
      assertThat(Line.parse("/send\tkate\thi")).isEqualTo(new Slash("send", "kate\thi", 0));
    }

    @Test
    void keepsTheBlanksOfItsArguments() {
      assertThat(Line.parse("/send kate  a  b ")).isEqualTo(new Slash("send", "kate  a  b ", 0));
    }

    @Test
    void aloneIsACommandWithoutAName() {
      assertThat(Line.parse("/")).isEqualTo(new Slash("", "", 0));
      assertThat(Line.parse("/ send")).isEqualTo(new Slash("", "send", 0));
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
    void doNotEndAtOtherSpaces() {
      assertThat(Line.firstWord("a\u00a0b\u3000c")).isEqualTo("a\u00a0b\u3000c");
      assertThat(Line.afterFirstWord("a\u00a0b")).isEmpty();
    }
  }

  @Nested
  class ACutLine {

    @Test
    void knowsWhatWasCut() {
      assertThat(Line.parse("hi", 7)).isEqualTo(new Text("hi", 7));
      assertThat(Line.parse("//hi", 7)).isEqualTo(new Text("/hi", 7));
      assertThat(Line.parse("@kate hi", 7)).isEqualTo(new To("kate", "hi", 7));
      assertThat(Line.parse("/send kate hi", 7)).isEqualTo(new Slash("send", "kate hi", 7));
    }

    @Test
    void countsItsTextInUtf8AndWhatWasCut() {
      assertThat(Line.parse("x", 7).bytesOf("ä\uD83D\uDC36")).isEqualTo(2 + 4 + 7);
    }
  }

  @Test
  void theLongestLineHoldsTheLongestTextWithTheLongestNode() {
    String longestNode = "n".repeat(63) + "@" + "h".repeat(253);

    assertThat(Line.MAX_BYTES)
        .isGreaterThanOrEqualTo(("/send " + longestNode + " ").length() + 65_536);
  }
}
