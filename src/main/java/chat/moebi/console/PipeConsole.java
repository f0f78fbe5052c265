package chat.moebi.console;

import chat.moebi.console.PipeInput.PipedLine;
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
  private Optional<Failure> failure = Optional.empty();

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
      throws InterruptedException, ExecutionException {
    Shell shell = starting.get();
    for (Optional<PipedLine> line = input.next(); line.isPresent(); line = input.next()) {
      if (!shell.execute(Line.parse(line.get().text(), line.get().cut()))) {
        return End.QUIT;
      }
    }
    failure = shell.failure();
    return End.QUIT;
  }

  @Override
  public Optional<Failure> failure() {
    return failure;
  }
}
