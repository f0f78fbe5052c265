package chat.moebi.console;

import chat.moebi.console.PipeInput.PipedLine;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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
  public End run(CompletableFuture<Shell> starting)
      throws IOException, InterruptedException, ExecutionException {
    Shell shell = starting.get();
    boolean goesOn = true;
    while (goesOn) {
      Optional<PipedLine> line = input.next();
      goesOn = line.isPresent() && shell.execute(Line.parse(line.get().text(), line.get().cut()));
    }
    return End.QUIT;
  }
}
