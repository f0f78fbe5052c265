package chat.moebi.listen;

import java.nio.charset.StandardCharsets;

/** A command as {@code sh -c} gets it. */
final class ShellScript {

  private ShellScript() {}

  /**
   * Returns a script in ASCII that runs a command: without a locale the JVM passes no other
   * characters on.
   */
  static String inAscii(String command) {
    if (command.chars().allMatch(c -> c < 0x80)) {
      return command;
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : command.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0 || b == '\\' || b == '\'') {
        escaped.append(String.format("\\0%03o", b & 0xff));
      } else {
        escaped.append((char) b);
      }
    }
    return "eval \"$(printf %b '" + escaped + "')\"";
  }
}
