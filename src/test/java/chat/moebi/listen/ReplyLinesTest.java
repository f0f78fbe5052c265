package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void splitsALineThatIsLongerThanATextMayBe() {
    String line = "\uD83D\uDC36".repeat(50_000);
    add(line + "\nshort\n");
    lines.end();
    assertThat(String.join("", texts.subList(0, texts.size() - 1))).isEqualTo(line);
    assertThat(texts)
        .endsWith("short")
        .allMatch(text -> text.getBytes(StandardCharsets.UTF_8).length <= Session.MAX_TEXT_BYTES)
        .noneMatch(text -> text.contains("\ufffd"));
  }

  @Test
  void leavesOutWhatIsTooMuchAndSaysSo() {
    add("x".repeat(ReplyLines.MAX_BYTES + 5));
    lines.end();
    assertThat(String.join("", texts)).startsWith("x".repeat(ReplyLines.MAX_BYTES) + "... (5 more");
  }

  private void add(String printed) {
    lines.add(printed.getBytes(StandardCharsets.UTF_8));
  }
}
