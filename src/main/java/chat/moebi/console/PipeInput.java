package chat.moebi.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines from a stream that is no terminal: UTF-8 whatever the locale; what is no UTF-8
 * becomes U+FFFD. A byte order mark at the beginning is left out. Memory is bounded: of an endless
 * line only the beginning is kept.
 */
public final class PipeInput {

  /**
   * Is a line without its end.
   *
   * @param text its first {@link Line#MAX_BYTES} bytes
   * @param cut how many bytes were cut after them
   */
  public record PipedLine(String text, long cut) {}

  private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

  private final InputStream in;
  private boolean hasBegun;

  /** Reads from the given stream. */
  public PipeInput(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * Waits for the next line, which the end of the input may end too; nothing after the last.
   *
   * @throws StreamException if the stream cannot be read
   */
  public Optional<PipedLine> next() {
    try {
      return read();
    } catch (IOException e) {
      throw StreamException.input(e);
    }
  }

  private Optional<PipedLine> read() throws IOException {
    if (!hasBegun) {
      hasBegun = true;
      skipByteOrderMark();
    }
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length = 0;
    while (b >= 0 && b != '\n') {
      if (kept.size() < Line.MAX_BYTES) {
        kept.write(b);
      }
      length++;
      b = in.read();
    }
    byte[] line = kept.toByteArray();
    int end = line.length;
    if (length == end) {
      end -= end > 0 && line[end - 1] == '\r' ? 1 : 0;
      return Optional.of(new PipedLine(text(line, end), 0));
    }
    end = wholeCharacters(line);
    return Optional.of(new PipedLine(text(line, end), length - end));
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    for (int b : BYTE_ORDER_MARK) {
      if (in.read() != b) {
        in.reset();
        return;
      }
    }
  }

  private static String text(byte[] line, int end) {
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  /** Returns how much of a cut line is whole characters: the cut may have gone through one. */
  private static int wholeCharacters(byte[] line) {
    int last = line.length - 1;
    while (last > 0 && (line[last] & 0xc0) == 0x80) {
      last--;
    }
    int ones = Integer.numberOfLeadingZeros(~(line[last] << 24));
    int length = ones == 0 ? 1 : ones; // The first byte of a character tells how many it has.
    return last + length > line.length ? last : line.length;
  }
}
