package chat.moebi.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines from a stream in bounded memory. They are read as UTF-8 whatever the locale, with
 * U+FFFD for other bytes, and without a byte order mark at the beginning of the stream.
 */
public final class PipeInput {

  /**
   * A line without its end.
   *
   * @param text the whole characters in its first {@link Line#MAX_BYTES} bytes
   * @param cut how many bytes follow them
   */
  public record PipedLine(String text, long cut) {}

  private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

  private final InputStream in;
  private boolean hasBegun;

  public PipeInput(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * Waits for the next line. The last line may end without a newline.
   *
   * @return empty at the end of the input
   * @throws StreamException if the stream cannot be read
   */
  public Optional<PipedLine> next() {
    try {
      if (!hasBegun) {
        hasBegun = true;
        skipByteOrderMark();
      }
      return read();
    } catch (IOException e) {
      throw StreamException.input(e);
    }
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

  private Optional<PipedLine> read() throws IOException {
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length = 0;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (kept.size() < Line.MAX_BYTES) {
        kept.write(b);
      }
      length++;
    }
    byte[] line = kept.toByteArray();
    if (length > line.length) {
      int end = wholeCharacters(line);
      return Optional.of(new PipedLine(text(line, end), length - end));
    }
    boolean endsInReturn = line.length > 0 && line[line.length - 1] == '\r';
    return Optional.of(new PipedLine(text(line, line.length - (endsInReturn ? 1 : 0)), 0));
  }

  private static String text(byte[] line, int end) {
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  /** Returns the length of a cut line without its last character if that is incomplete. */
  private static int wholeCharacters(byte[] line) {
    int last = line.length - 1;
    while (last > 0 && (line[last] & 0xc0) == 0x80) {
      last--;
    }
    // The first byte of a character of several bytes begins with a one bit for each of them.
    int bytes = Math.max(1, Integer.numberOfLeadingZeros(~(line[last] << 24)));
    return last + bytes > line.length ? last : line.length;
  }
}
