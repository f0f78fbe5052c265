package chat.moebi.soak;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of a run. Its text names its origin and is unique in the run.
 *
 * @param sender the sending node's name without its host
 * @param start the number of the sending process among the processes of that node, from 1
 * @param recipient the receiving node's name without its host
 * @param number the number of the message among all messages of that process, from 1
 */
record Message(String sender, int start, String recipient, int number) {

  /** Ends the line of a message that may have been shown before. */
  private static final String MAYBE_AGAIN = " (maybe again)";

  // The full stop at the end keeps a text from being a prefix of another.
  private static final Pattern SHOWN =
      Pattern.compile("(\\w+)@\\w+: m-(\\w+)\\.(\\d+)-(\\w+)-(\\d+)\\.( \\(maybe again\\))?");

  /** Returns the message that a line of a recipient's output shows. */
  static Optional<Message> shownBy(String line) {
    Matcher matcher = SHOWN.matcher(line);
    if (!matcher.matches() || !matcher.group(1).equals(matcher.group(2))) {
      return Optional.empty();
    }
    return Optional.of(
        new Message(
            matcher.group(2),
            Integer.parseInt(matcher.group(3)),
            matcher.group(4),
            Integer.parseInt(matcher.group(5))));
  }

  /**
   * Returns whether a line that shows a message says that the message may have been shown before.
   */
  static boolean isMaybeAgain(String line) {
    return line.endsWith(MAYBE_AGAIN);
  }

  /** Returns whether the message was sent before another one of the same node. */
  boolean isBefore(Message other) {
    return start < other.start || start == other.start && number < other.number;
  }

  /** Returns the text as it is sent. */
  String text() {
    return "m-" + sender + "." + start + "-" + recipient + "-" + number + ".";
  }
}
