package chat.moebi.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries lines out in their order: a text once the texts before it have been sent, a command once
 * the command before it has been carried out. Not thread-safe.
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
