package chat.moebi.cli;

import chat.moebi.console.Display;
import chat.moebi.console.StreamException;
import chat.moebi.cookie.CookieException;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import com.typesafe.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.util.List;

/**
 * Says in a sentence on standard error why a command failed, as a line for people or, with {@code
 * --json}, as an event; and decides its exit status. No stack trace reaches a user. Thread-safe.
 */
final class Errors {

  private static volatile boolean isJson;

  private Errors() {}

  /** Looks for {@code --json}: the words may be wrong, so this is known before they are parsed. */
  static void prepare(List<String> words) {
    isJson = words.stream().takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
  }

  /** Says what is wrong with the words of a command line, and returns the exit status. */
  static int misuse(String sentence) {
    return say(sentence, ExitStatus.USAGE);
  }

  /** Says what a command has thrown, and returns the exit status. */
  static int report(Throwable e) {
    if (e instanceof StreamException) {
      return say(e.getMessage(), ExitStatus.STREAM);
    }
    if (e instanceof NodeException failure) {
      Logs.failure(failure);
      return say(failure.getMessage(), ExitStatus.of(failure));
    }
    if (e instanceof ConfigException misconfigured) {
      return report(NodeException.badConfiguration(misconfigured));
    }
    if (e instanceof CookieException) {
      return report(new NodeException(Reason.BAD_CONFIGURATION, e.getMessage(), e));
    }
    if (e instanceof InvalidPathException unfit) {
      return report(new NodeException(Reason.BAD_CONFIGURATION, Misuse.sentence(unfit), e));
    }
    return unexpected(e);
  }

  /** Says that the program failed, in whichever thread, and returns the exit status. */
  static int unexpected(Throwable e) {
    String where = Logs.failure(e) ? "; see its log" : "";
    return say("the program failed: " + e + where, ExitStatus.ERROR);
  }

  private static int say(String sentence, int status) {
    Display display = Front.errors(isJson);
    display.error(sentence);
    return status;
  }
}
