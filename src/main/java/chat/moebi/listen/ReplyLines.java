package chat.moebi.listen;

import chat.moebi.chat.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits the output of a command into texts: one for each line, or several for a line that is
 * longer than a text may be. Output past the limits is counted and left out. For one thread.
 */
final class ReplyLines {

  /** How many lines of one command become texts. */
  static final int MAX_LINES = 1_000;

  /** How many bytes of one command become texts. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_BYTES_PER_CHAR = 3;

  private final Consumer<String> texts;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int lines;
  private int bytes;
  private long leftOut;

  ReplyLines(Consumer<String> texts) {
    this.texts = texts;
  }

  /** Takes bytes that the command has printed. */
  void add(byte[] printed) {
    for (byte b : printed) {
      if (lines == MAX_LINES || bytes == MAX_BYTES) {
        leftOut++;
        continue;
      }
      bytes++;
      if (b == '\n') {
        endLine();
      } else {
        line.write(b);
      }
    }
  }

  /** The command has ended. */
  void end() {
    if (line.size() > 0) {
      endLine();
    }
    if (leftOut > 0) {
      texts.accept("... (" + leftOut + " more bytes are left out)");
    }
  }

  private void endLine() {
    lines++;
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    while (bytesOf(text) > Session.MAX_TEXT_BYTES) {
      int end = Session.MAX_TEXT_BYTES / MAX_BYTES_PER_CHAR;
      end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
      texts.accept(text.substring(0, end));
      text = text.substring(end);
    }
    texts.accept(text);
  }

  private static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
