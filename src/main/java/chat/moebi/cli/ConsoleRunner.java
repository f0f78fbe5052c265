package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.name.NodeException;
import chat.moebi.output.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a console on a node, from before the node's start to its end. */
final class ConsoleRunner {

  /** How long after the nodes' limit for leaving the process ends by force. */
  private static final Duration GRACE = Duration.ofMillis(800);

  private ConsoleRunner() {}

  /** The start of the console's node, and perhaps of others. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts the nodes, and registers each part for shutdown as soon as it can be closed.
     *
     * @param onClaimed to be run once the name is certain to be the node's
     */
    Chat start(Output output, ProcessShutdown shutdown, Runnable onClaimed) throws IOException;
  }

  /**
   * Starts a node, runs the console on it, and shuts everything down. The console appears as soon
   * as the name is certain to be the node's, before the node is ready.
   *
   * @param leaveTimeout the time that nodes have for leaving
   * @param last is closed after the nodes
   * @return the exit status
   * @throws NodeException with a sentence for the user, if the node cannot start
   */
  static int run(Console console, Duration leaveTimeout, AutoCloseable last, Start start)
      throws IOException, InterruptedException {
    ProcessShutdown shutdown = new ProcessShutdown(leaveTimeout.plus(GRACE), last);
    shutdown.add(console::leave);
    CompletableFuture<Void> claimed = new CompletableFuture<>();
    CompletableFuture<Chat> ready = new CompletableFuture<>();
    Background<Void> starting =
        new Background<>(
            "start",
            () -> {
              try {
                HeldOutput output = new HeldOutput(console.display());
                Chat chat = start.start(output, shutdown, () -> claimed.complete(null));
                console.ready(chat);
                output.release();
                ready.complete(chat);
              } catch (Throwable e) { // The threads that wait throw it.
                claimed.completeExceptionally(e);
                ready.completeExceptionally(e);
              }
            });
    try {
      claimed.get();
      int status = console.run(ready).map(ExitStatus::of).orElse(ExitStatus.OK);
      shutdown.end(status);
      starting.result(); // A start that was broken off ends a moment later.
      return status;
    } catch (ExecutionException e) {
      return failed(e.getCause(), shutdown);
    }
  }

  private static int failed(Throwable cause, ProcessShutdown shutdown) throws IOException {
    if (cause instanceof NodeException e) {
      boolean isSignalled = shutdown.hasBegun();
      shutdown.end(ExitStatus.of(e));
      if (isSignalled) {
        return ExitStatus.ERROR; // Not worth a report: the signal broke the start off.
      }
    }
    if (cause instanceof IOException e) {
      throw e;
    } else if (cause instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) cause;
  }
}
