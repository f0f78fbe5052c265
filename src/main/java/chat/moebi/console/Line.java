package chat.moebi.console;

import chat.moebi.chat.Session;
import java.nio.charset.StandardCharsets;

/**
 * Is a line that was typed or piped, read as a command or as a text for a node.
 *
 * <p>A line from a pipe may be longer than anything that can be sent. Then only its beginning is
 * kept, and how many bytes were cut is known.
 */
sealed interface Line {

  /** What was cut from the line's end, in bytes. */
  long cut();

  /** Is a text for the node that was last addressed. */
  record Text(String text, long cut) implements Line {}

  /** Is {@code @NODE TEXT}. */
  record To(String node, String text, long cut) implements Line {}

  /** Is {@code /word arguments}. */
  record Slash(String word, String arguments, long cut) implements Line {}

  /** How long a line may be: a text, and before it a command and a node. */
  int MAX_BYTES = Session.MAX_TEXT_BYTES + 1024;

  /** Reads a whole line. */
  static Line parse(String line) {
    return parse(line, 0);
  }

  /** Reads a line of which so many bytes were cut. */
  static Line parse(String line, long cut) {
    if (line.startsWith("//")) {
      return new Text(line.substring(1), cut);
    } else if (line.startsWith("/")) {
      return new Slash(firstWord(line.substring(1)), afterFirstWord(line.substring(1)), cut);
    } else if (line.startsWith("@")) {
      return new To(firstWord(line.substring(1)), afterFirstWord(line.substring(1)), cut);
    }
    return new Text(line, cut);
  }

  /** Returns what stands before the first blank. */
  static String firstWord(String text) {
    int blank = blankIn(text);
    return blank < 0 ? text : text.substring(0, blank);
  }

  /** Returns what stands after the first blank, as it is: blanks may be a part of a text. */
  static String afterFirstWord(String text) {
    int blank = blankIn(text);
    return blank < 0 ? "" : text.substring(blank + 1);
  }

  /** Returns how long a text of this line is in UTF-8, with what was cut. */
  default long bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + cut();
  }

  private static int blankIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
        return i;
      }
    }
    return -1;
  }
}
