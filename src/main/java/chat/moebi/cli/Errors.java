package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.console.StreamException;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.util.List;

/**
 * Reports on standard error in a sentence why a command failed, as a line for people or, with
 * {@code --json}, as an event. Chooses the exit status. No stack trace reaches a user. Thread-safe.
 */
final class Errors {

  private static volatile boolean isJson;

  private Errors() {}

  /** Looks for {@code --json} before the arguments are parsed, since they may be wrong. */
  static void prepare(List<String> args) {
    int end = args.indexOf("--");
    isJson = args.subList(0, end < 0 ? args.size() : end).contains("--json");
  }

  /** Reports what is wrong with the arguments of the program, and returns the exit status. */
  static int misuse(String sentence) {
    return report(sentence, ExitStatus.USAGE);
  }

  /** Reports an exception of a command, and returns the exit status. */
  static int report(Throwable e) {
    if (e instanceof StreamException) {
      return report(e.getMessage(), ExitStatus.STREAM);
    }
    if (e instanceof NodeException failure) {
      Logs.failure(failure);
      return report(failure.getMessage(), ExitStatus.of(failure));
    }
    if (e instanceof ConfigException misconfigured) {
      return report(NodeException.badConfiguration(misconfigured));
    }
    if (e instanceof InvalidPathException unfit) {
      return report(new NodeException(Reason.BAD_CONFIGURATION, Misuse.sentence(unfit), e));
    }
    return unexpected(e);
  }

  /** Reports that the program failed, on any thread, and returns the exit status. */
  static int unexpected(Throwable e) {
    String where = Logs.failure(e) ? "; see its log" : "";
    return report("the program failed: " + e + where, ExitStatus.ERROR);
  }

  private static int report(String sentence, int status) {
    return show(StandardStreams.display(isJson, false), sentence, status);
  }

  /** Shows an error of a command, and returns its exit status. */
  static int show(Display display, String sentence, int status) {
    display.error(sentence, status);
    return status;
  }
}
