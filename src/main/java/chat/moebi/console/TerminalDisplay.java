package chat.moebi.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;

/** Shows lines on a terminal, above the line that is being typed, which stays as it was. */
final class TerminalDisplay extends TextDisplay {

  private final LineReader reader;
  private final boolean color;

  /** Where errors go: to the terminal too, unless standard error was sent elsewhere. */
  private final Consumer<StyledLine> errors;

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
  void out(StyledLine line) throws IOException {
    print(line);
    PrintWriter writer = reader.getTerminal().writer();
    if (writer.checkError()) {
      throw new IOException("the terminal is gone");
    }
  }

  @Override
  void err(StyledLine line) {
    errors.accept(line);
  }

  private void print(StyledLine line) {
    Terminal terminal = reader.getTerminal();
    reader.printAbove(color ? line.coded(part -> part.toAnsi(terminal)) : line.plain());
  }
}
