package chat.moebi.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Carries lines out in their order: a text once the texts before it have been sent, a command once
 * the command before it has been carried out. No caller waits for that. Not thread-safe.
 */
final class LineOrder {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "shell");
            thread.setDaemon(true);
            return thread;
          });

  /** Completes when the last text has been sent. */
  private CompletableFuture<Void> lastText = CompletableFuture.completedFuture(null);

  /** Completes when the last command has been carried out. */
  private CompletableFuture<Void> lastCommand = CompletableFuture.completedFuture(null);

  /** Returns the same value. What depends on it blocks no thread that completes it. */
  <T> CompletableFuture<T> notBlocking(CompletableFuture<T> value) {
    return value.isDone() ? value : value.thenApplyAsync(Function.identity(), threads);
  }

  /**
   * Carries a line out in its turn, and completes when the next line may be read.
   *
   * @param sent completes when the line has sent what it sends
   */
  CompletableFuture<Void> add(Line line, CompletableFuture<Void> sent, Runnable work) {
    if (line.command().equals(To.NAME)) {
      return CompletableFuture.runAsync(work, threads); // The next line may go where it says.
    } else if (CommandShell.isForNodes(line)) {
      text(work, sent);
    } else {
      command(work);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Carries a text out in its turn; {@code sent} completes when the text has been sent. */
  void text(Runnable line, CompletableFuture<Void> sent) {
    lastText.thenRunAsync(line, threads);
    lastText = sent;
  }

  /** Carries a command out in its turn, even if the command before it has thrown. */
  void command(Runnable line) {
    lastCommand = lastCommand.exceptionally(failure -> null).thenRunAsync(line, threads);
  }
}
