package chat.moebi.console;

import chat.moebi.console.PipeInput.PipedLine;
import java.io.IOException;
import java.util.Optional;

/**
 * Carries out the lines of an input that is no terminal, in order and one at a time: no prompt, no
 * echo.
 */
public final class PipeConsole implements Console {

  private final PipeInput input;
  private final Display display;

  /** Reads from an input, and shows on a display. */
  public PipeConsole(PipeInput input, Display display) {
    this.input = input;
    this.display = display;
  }

  @Override
  public Display display() {
    return display;
  }

  @Override
  public End run(Shell shell) throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      Optional<PipedLine> line = input.next();
      goesOn = line.isPresent() && shell.execute(Line.parse(line.get().text(), line.get().cut()));
    }
    return End.QUIT;
  }
}
