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
    split(text);
  }

  private void split(String text) {
    int begin = 0;
    int size = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int added = bytesOf(text.codePointAt(i));
      if (size + added > Session.MAX_TEXT_BYTES) {
        texts.accept(text.substring(begin, i));
        begin = i;
        size = 0;
      }
      size += added;
    }
    texts.accept(text.substring(begin));
  }

  private static int bytesOf(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    } else if (codePoint < 0x800) {
      return 2;
    }
    return Character.isBmpCodePoint(codePoint) ? 3 : 4;
  }
}
