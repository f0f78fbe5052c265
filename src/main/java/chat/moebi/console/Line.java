package chat.moebi.console;

import chat.moebi.chat.SendResult;
import chat.moebi.chat.Session;
import chat.moebi.name.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A typed or piped line, read as a command and its arguments. A text is a {@code /send}.
 *
 * @param shown the line as it was typed; a text that names no recipient is shown with the one it
 *     goes to
 * @param command the word after the slash
 * @param arguments the rest of the line; its blanks may be part of a text
 * @param cut how many bytes of a very long line are not kept; its beginning is
 */
record Line(String shown, String command, String arguments, long cut) {

  /** How long a line may be: a text, and before it a command and a node. */
  static final int MAX_BYTES = Session.MAX_TEXT_BYTES + 1024;

  private static final Pattern BLANKS = Pattern.compile("^[ \t]+");

  /**
   * Reads a line. Blanks at its beginning do not change what it means; they are part of a text that
   * names no recipient.
   *
   * @param lastAddressed the node or room that a text goes to if it names none; empty if there is
   *     none
   */
  static Line parse(String typed, long cut, String lastAddressed) {
    String line = BLANKS.matcher(typed).replaceFirst("");
    if (isCommand(line)) {
      String command = line.substring(1);
      return new Line(line, firstWord(command), afterFirstWord(command), cut);
    }
    boolean isEscaped = line.startsWith("//") || line.startsWith("##");
    if (!isEscaped && (line.startsWith("@") || RoomName.isRoom(line))) {
      return new Line(line, Send.NAME, addressed(line), cut);
    } else if (lastAddressed.isEmpty()) {
      return new Line(typed, Send.NAME, "", cut);
    }
    String blanks = typed.substring(0, typed.length() - line.length());
    String text = blanks + (isEscaped ? line.substring(1) : line);
    String to = RoomName.isRoom(lastAddressed) ? lastAddressed : "@" + lastAddressed;
    return new Line(to + " " + text, Send.NAME, lastAddressed + " " + text, cut);
  }

  /**
   * Returns the arguments of {@code /send} in the place of {@code @NODE TEXT} or {@code #ROOM
   * TEXT}.
   */
  private static String addressed(String typed) {
    if (RoomName.isRoom(typed)) {
      return typed;
    }
    return firstWord(typed).equals("@") ? "" : typed.substring(1);
  }

  private static boolean isCommand(String line) {
    return line.startsWith("/") && !line.startsWith("//");
  }

  /** Whether this line was typed as a command, and not as a text. */
  boolean isCommand() {
    return isCommand(shown);
  }

  /** Returns the part of a text before the first blank. */
  static String firstWord(String text) {
    int blank = blankIn(text);
    return blank < 0 ? text : text.substring(0, blank);
  }

  /** Returns the part of a text after the first blank, including further blanks. */
  static String afterFirstWord(String text) {
    int blank = blankIn(text);
    return blank < 0 ? "" : text.substring(blank + 1);
  }

  /**
   * Checks that the text at the end of this line can be sent.
   *
   * @throws LineException if it is too long
   */
  void checkLength(String text) throws LineException {
    long bytes = text.getBytes(StandardCharsets.UTF_8).length + cut;
    if (cut > 0 || bytes > Session.MAX_TEXT_BYTES) {
      throw new LineException(Failure.TOO_LONG, new SendResult.TooLong(bytes).sentence());
    }
  }

  private static int blankIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (" \t\n".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
