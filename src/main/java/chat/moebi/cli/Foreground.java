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
final class Foreground {

  /** How long after its limit for leaving a process is ended by force. */
  private static final Duration GRACE = Duration.ofMillis(800);

  private Foreground() {}

  /** Starts the node that the console is on, and maybe others. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts it, handing each part to the ending as soon as there is something to end.
     *
     * @param onClaimed is told that the node is sure to have its name
     */
    Chat start(Output output, Ending ending, Runnable onClaimed) throws IOException;
  }

  /**
   * Starts a node, runs the console on it, and ends all that was started. The console is there as
   * soon as the node is sure to have its name; it is not ready then.
   *
   * @param leaveTimeout how long the nodes may take to leave
   * @param last is closed after them
   * @return the exit status
   * @throws NodeException with a sentence for the user, if the node cannot start
   */
  static int run(Console console, Duration leaveTimeout, AutoCloseable last, Start start)
      throws IOException, InterruptedException {
    Ending ending = new Ending(leaveTimeout.plus(GRACE), last);
    CompletableFuture<Void> claimed = new CompletableFuture<>();
    CompletableFuture<Chat> ready = new CompletableFuture<>();
    Thread starting = new Thread(() -> start(console, ending, start, claimed, ready), "start");
    starting.setDaemon(true);
    starting.start();
    try {
      claimed.get();
      int status = console.run(ready).map(ExitStatus::of).orElse(ExitStatus.OK);
      ending.end(status);
      starting.join(); // It may have been told to end just now.
      return status;
    } catch (ExecutionException e) {
      return failed(e.getCause(), ending);
    }
  }

  private static void start(
      Console console,
      Ending ending,
      Start start,
      CompletableFuture<Void> claimed,
      CompletableFuture<Chat> ready) {
    try {
      HeldOutput output = new HeldOutput(console.display());
      Chat chat = start.start(output, ending, () -> claimed.complete(null));
      console.ready(chat);
      output.release();
      ready.complete(chat);
    } catch (Throwable e) { // Whatever it is, somebody waits.
      claimed.completeExceptionally(e);
      ready.completeExceptionally(e);
    }
  }

  private static int failed(Throwable cause, Ending ending) throws IOException {
    if (cause instanceof NodeException e) {
      boolean isBrokenOff = ending.hasBegun(); // By a signal: then this is no failure to tell of.
      ending.end(ExitStatus.of(e));
      if (isBrokenOff) {
        return ExitStatus.ERROR;
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
