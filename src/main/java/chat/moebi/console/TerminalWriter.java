package chat.moebi.console;

import java.io.IOException;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Writes lines on a terminal, above the line that is being typed, which stays as it is. */
record TerminalWriter(LineReader reader, boolean color) implements LineWriter {

  @Override
  public void write(String line) throws IOException {
    reader.printAbove(line);
    if (reader.getTerminal().writer().checkError()) {
      throw new IOException("the terminal is gone");
    }
  }

  @Override
  public String styled(String text, AttributedStyle style) {
    return color ? new AttributedString(text, style).toAnsi(reader.getTerminal()) : text;
  }
}
