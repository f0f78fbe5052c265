package chat.moebi.console;

import chat.moebi.chat.Chat;
import chat.moebi.console.PipeInput.PipedLine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Carries out piped lines in order, one at a time, without a prompt and without an echo. */
public record PipeConsole(PipeInput input, Display display) implements Console {

  /** Returns the failure of the first line that failed, unless {@code /quit} ends the console. */
  @Override
  public Optional<Failure> run(CompletableFuture<Chat> starting)
      throws InterruptedException, ExecutionException {
    CommandShell shell = new CommandShell(starting.get());
    Optional<Failure> first = Optional.empty();
    for (Optional<PipedLine> piped = input.next(); piped.isPresent(); piped = input.next()) {
      Line line = shell.read(piped.get().text(), piped.get().cut()).get();
      if (Quit.isMeantBy(line)) {
        return Optional.empty();
      }
      Optional<Failure> failure = shell.execute(line, display);
      first = first.or(() -> failure);
    }
    return first;
  }
}
