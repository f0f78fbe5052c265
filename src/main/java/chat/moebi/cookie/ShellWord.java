package chat.moebi.cookie;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Quotes a path, so that a command with it can be copied into a shell as it is. */
public final class ShellWord {

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_@%+=:,./][\\p{L}\\p{N}_@%+=:,./-]*");

  private ShellWord() {}

  /** Returns a path as one word that no command takes for an option. */
  public static String of(Path path) {
    String word = path.toString().startsWith("-") ? "./" + path : path.toString();
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
