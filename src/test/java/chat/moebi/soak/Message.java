package chat.moebi.soak;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is a text that tells where it comes from; no two of a run are the same.
 *
 * @param sender the name of the node that sends it, without its host
 * @param start the how-manieth process of that node sends it
 * @param recipient the name of the node that it is sent to
 * @param number of the message among all that this process sends
 */
record Message(String sender, int start, String recipient, int number) {

  // With a point at its end, so that the beginning of one is not taken for another.
  private static final Pattern SHOWN =
      Pattern.compile("(\\w+)@\\w+: m-(\\w+)\\.(\\d+)-(\\w+)-(\\d+)\\.");

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

  /** Returns the text as it is sent. */
  String text() {
    return "m-" + sender + "." + start + "-" + recipient + "-" + number + ".";
  }
}
