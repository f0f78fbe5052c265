package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.console.Shell;
import chat.moebi.node.NodeException;
import chat.moebi.process.Output;
import java.io.IOException;
import java.time.Duration;

/** Runs a console on a node, from before the node's start to its end. */
final class Foreground {

  /** How long after its limit for leaving a process is ended by force. */
  private static final Duration GRACE = Duration.ofMillis(800);

  private Foreground() {}

  /** Starts the node that the console is on, and maybe others. */
  @FunctionalInterface
  interface Start {
    /** Starts it, handing each part to the ending as soon as there is something to end. */
    Chat start(Output output, Ending ending) throws IOException;
  }

  /**
   * Starts a node, runs the console on it, and ends all that was started.
   *
   * @param leaveTimeout how long the nodes may take to leave
   * @param last is closed after them
   * @return the exit status
   * @throws NodeException with a sentence for the user, if the node cannot start
   */
  static int run(Console console, Duration leaveTimeout, AutoCloseable last, Start start)
      throws IOException, InterruptedException {
    Ending ending = new Ending(leaveTimeout.plus(GRACE), last);
    HeldOutput output = new HeldOutput(console.display());
    Chat chat;
    try {
      chat = start.start(output, ending);
    } catch (NodeException e) {
      boolean isBrokenOff = ending.hasBegun(); // By a signal: then this is no failure to tell of.
      ending.end(ExitStatus.of(e));
      if (isBrokenOff) {
        return ExitStatus.ERROR;
      }
      throw e;
    }
    console.ready(chat.name());
    output.release();
    int status =
        switch (console.run(new Shell(chat, console.display()))) {
          case QUIT -> ExitStatus.OK;
          case INTERRUPTED -> ExitStatus.INTERRUPTED;
        };
    ending.end(status);
    return status;
  }
}
