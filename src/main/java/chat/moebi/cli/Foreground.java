package chat.moebi.cli;

import chat.moebi.chat.Chat;
import chat.moebi.console.Console;
import chat.moebi.console.Shell;
import java.io.IOException;
import java.time.Duration;

/** Runs a console on a node, from the moment in which the node is ready to its end. */
final class Foreground {

  /** How long after its limit for leaving a process is ended by force. */
  private static final Duration GRACE = Duration.ofMillis(800);

  private Foreground() {}

  /**
   * Runs the console, then ends what runs.
   *
   * @param all what is ended with the console: the node, or the node and others
   * @return the exit status
   */
  static int run(Chat chat, AutoCloseable all, Console console)
      throws IOException, InterruptedException {
    Ending ending = new Ending(chat.leaveTimeout().plus(GRACE), all);
    watch(chat, ending, console);
    console.ready(chat.name());
    int status =
        switch (console.run(new Shell(chat, console.display()))) {
          case QUIT -> ExitStatus.OK;
          case INTERRUPTED -> ExitStatus.INTERRUPTED;
        };
    ending.end(status);
    return status;
  }

  // A node that ends without being told to is a fault that its user must hear of.
  private static void watch(Chat chat, Ending ending, Console console) {
    chat.whenTerminated()
        .whenComplete(
            (done, failure) -> {
              if (!ending.hasBegun()) {
                console.display().error("the node has ended; see its log, and start it again");
                System.exit(ExitStatus.ERROR);
              }
            });
  }
}
