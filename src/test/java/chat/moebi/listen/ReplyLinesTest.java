package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyLinesTest {

  private final List<String> texts = new ArrayList<>();
  private final ReplyLines lines = new ReplyLines(texts::add);

  @Test
  void endsALineWhereverTheReadsEnd() {
    add("o");
    add("ne\r");
    add("\ntwo\n\nthr");
    add("ee");
    lines.end();
    assertThat(texts).containsExactly("one", "two", "", "three");
  }

  @Test
  void hasNoTextForNothing() {
    lines.end();
    assertThat(texts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x, 65536", "ö, 65536", "\u20ac, 65535", "\uD83D\uDC36, 65536"})
  void splitsALineIntoTextsAsLongAsATextMayBe(String character, int firstBytes) {
    String line = character.repeat(100_000);
    add(line + "\nshort\n");
    lines.end();
    assertThat(String.join("", texts.subList(0, texts.size() - 1))).isEqualTo(line);
    assertThat(bytesOf(texts.get(0))).isEqualTo(firstBytes);
    assertThat(texts).endsWith("short").allMatch(text -> bytesOf(text) <= Session.MAX_TEXT_BYTES);
  }

  @Test
  void leavesALineThatIsAsLongAsATextMayBeInOnePiece() {
    add("x".repeat(Session.MAX_TEXT_BYTES) + "\n");
    lines.end();
    assertThat(texts).hasSize(1);
  }

  @Test
  void leavesOutWhatIsTooMuchAndSaysSo() {
    add("x".repeat(ReplyLines.MAX_BYTES + 5));
    lines.end();
    assertThat(String.join("", texts)).startsWith("x".repeat(ReplyLines.MAX_BYTES) + "... (5 more");
  }

  private static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void add(String printed) {
    lines.add(printed.getBytes(StandardCharsets.UTF_8));
  }
}
