package chat.moebi.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;

/** Shows lines on a terminal, above the line that is being typed, which stays as it was. */
final class TerminalDisplay extends TextDisplay {

  private final LineReader reader;
  private final boolean color;

  /** Where errors go: to the terminal too, unless standard error was sent elsewhere. */
  private final Consumer<AttributedStringBuilder> errors;

  TerminalDisplay(LineReader reader, boolean color) {
    this.reader = reader;
    this.color = color;
    this.errors = this::print;
  }

  TerminalDisplay(LineReader reader, boolean color, TextDisplay elsewhere) {
    this.reader = reader;
    this.color = color;
    this.errors = elsewhere::err;
  }

  @Override
  void out(AttributedStringBuilder line) throws IOException {
    print(line);
    PrintWriter writer = reader.getTerminal().writer();
    if (writer.checkError()) {
      throw new IOException("the terminal is gone");
    }
  }

  @Override
  void err(AttributedStringBuilder line) {
    errors.accept(line);
  }

  private void print(AttributedStringBuilder line) {
    Terminal terminal = reader.getTerminal();
    reader.printAbove(color ? line.toAnsi(terminal) : line.toString());
  }
}
