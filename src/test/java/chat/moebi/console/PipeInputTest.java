package chat.moebi.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.moebi.console.PipeInput.PipedLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PipeInputTest {

  @Nested
  class Lines {

    @Test
    void areReadInOrder() throws IOException {
      assertThat(texts("first\nsecond\n")).containsExactly("first", "second");
    }

    @Test
    void mayBeEmpty() throws IOException {
      assertThat(texts("\n\nlast\n")).containsExactly("", "", "last");
    }

    @Test
    void areNoneInAnEmptyInput() throws IOException {
      assertThat(texts("")).isEmpty();
    }

    @Test
    void doNotBeginWithAByteOrderMark() throws IOException {
      assertThat(texts("\ufefffirst\n\ufefflast\n")).containsExactly("first", "\ufefflast");
      assertThat(texts("\ufeff")).isEmpty();
      assertThat(texts("\ufeff\n")).containsExactly("");
    }

    @Test
    void mayBeginLikeAByteOrderMark() throws IOException {
      assertThat(texts("\ufeab\n")).containsExactly("\ufeab");
    }

    @Test
    void mayEndWithTheInput() throws IOException {
      assertThat(texts("first\nlast")).containsExactly("first", "last");
    }

    @Test
    void mayEndInCarriageReturnAndNewline() throws IOException {
      assertThat(texts("first\r\n\r\nlast\r")).containsExactly("first", "", "last");
    }

    @Test
    void loseOneCarriageReturnAtMostAndOnlyAtTheEnd() throws IOException {
      assertThat(texts("a\rb\r\r\n")).containsExactly("a\rb\r");
    }

    @Test
    void keepTheirBlanksAndControls() throws IOException {
      assertThat(texts(" \ta\0b\u001b \n")).containsExactly(" \ta\0b\u001b ");
    }

    @Test
    void mayBeginWithAZeroByte() throws IOException {
      assertThat(texts("first\n\0second\nlast\n")).containsExactly("first", "\0second", "last");
    }

    @Test
    void areReadBeforeTheNextLineIsWritten() throws IOException {
      try (PipedOutputStream writer = new PipedOutputStream();
          PipedInputStream reader = new PipedInputStream(writer)) {
        PipeInput input = new PipeInput(reader);
        writer.write("first\n".getBytes(UTF_8));
        writer.flush();

        assertThat(input.next()).contains(new PipedLine("first", 0));
      }
    }

    @Test
    void failWhenTheInputFails() {
      PipeInput input =
          new PipeInput(
              new InputStream() {
                @Override
                public int read() throws IOException {
                  throw new IOException("gone");
                }
              });

      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(input::next)
          .withMessage("cannot read from standard input: gone");
    }
  }

  @Nested
  class Characters {

    @Test
    void areUtf8WhateverTheLocale() throws IOException {
      assertThat(texts("käte \uD83D\uDC36 日本\n")).containsExactly("käte \uD83D\uDC36 日本");
    }

    @Test
    void areReplacedIfTheyAreNotUtf8() throws IOException {
      assertThat(texts(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3, '\n', 'c', '\n'}))
          .containsExactly("a\ufffdb\ufffd", "c");
    }

    @Test
    void mayNotHideANewlineInAnOverlongForm() throws IOException {
      assertThat(texts(new byte[] {'a', (byte) 0xc0, (byte) 0x8a, 'b', '\n'}))
          .containsExactly("a\ufffd\ufffdb");
    }
  }

  @Nested
  class ALongLine {

    private static final int LONG = 10 * 1024 * 1024;

    @Test
    void isKeptWholeUpToTheLimit() throws IOException {
      String longest = "x".repeat(Line.MAX_BYTES);

      assertThat(lines(stream(longest + "\nnext\n")))
          .containsExactly(new PipedLine(longest, 0), new PipedLine("next", 0));
    }

    @Test
    void isCutBeyondTheLimitAndTheCutIsCounted() throws IOException {
      String longest = "x".repeat(Line.MAX_BYTES);

      assertThat(lines(stream(longest + "yz\nnext")))
          .containsExactly(new PipedLine(longest, 2), new PipedLine("next", 0));
    }

    @Test
    void isReadInLittleMemory() throws IOException {
      InputStream endless =
          new SequenceInputStream(new Repeated((byte) 'x', LONG), stream("\nnext\n"));
      PipeInput input = new PipeInput(endless);
      long before = allocated();

      PipedLine line = input.next().orElseThrow();

      assertThat(allocated() - before).isLessThan(LONG / 10);
      assertThat(line.text()).hasSize(Line.MAX_BYTES);
      assertThat(line.cut()).isEqualTo(LONG - Line.MAX_BYTES);
      assertThat(input.next()).contains(new PipedLine("next", 0));
    }

    @Test
    void keepsACarriageReturnAtTheCut() throws IOException {
      String kept = "x".repeat(Line.MAX_BYTES - 1) + "\r";

      assertThat(lines(stream(kept + "yz\n"))).containsExactly(new PipedLine(kept, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "日", "\uD83D\uDC36"})
    void keepsACharacterThatEndsAtTheCut(String last) throws IOException {
      String kept = "x".repeat(Line.MAX_BYTES - last.getBytes(UTF_8).length) + last;

      assertThat(lines(stream(kept + "yz\n"))).containsExactly(new PipedLine(kept, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "日", "\uD83D\uDC36"})
    void leavesOutACharacterThatTheCutWouldSplit(String last) throws IOException {
      int bytes = last.getBytes(UTF_8).length;
      String kept = "x".repeat(Line.MAX_BYTES - bytes + 1);

      assertThat(lines(stream(kept + last + "\n"))).containsExactly(new PipedLine(kept, bytes));
    }

    @Test
    void countsASplitCharacterOnce() throws IOException {
      String line = "x".repeat(Line.MAX_BYTES - 1) + "ä";

      PipedLine read = new PipeInput(stream(line + "\n")).next().orElseThrow();

      assertThat(read.text().getBytes(UTF_8).length + read.cut()).isEqualTo(Line.MAX_BYTES + 1);
    }

    private long allocated() {
      return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
          .getCurrentThreadAllocatedBytes();
    }
  }

  /** Repeats a byte without holding all copies in memory. */
  private static final class Repeated extends InputStream {

    private final byte value;
    private int left;

    Repeated(byte value, int times) {
      this.value = value;
      this.left = times;
    }

    @Override
    public int read() {
      return left-- > 0 ? value : -1;
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static List<String> texts(String input) throws IOException {
    return texts(input.getBytes(UTF_8));
  }

  private static List<String> texts(byte[] input) throws IOException {
    return lines(new ByteArrayInputStream(input)).stream().map(PipedLine::text).toList();
  }

  private static List<PipedLine> lines(InputStream stream) throws IOException {
    PipeInput input = new PipeInput(stream);
    List<PipedLine> lines = new ArrayList<>();
    for (Optional<PipedLine> line = input.next(); line.isPresent(); line = input.next()) {
      lines.add(line.get());
    }
    return lines;
  }
}
