package chat.moebi.cli;

import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The arguments and the environment of this process as UTF-8 whatever the locale. Java decodes them
 * by the locale, and without one knows only ASCII.
 */
final class ProcessText {

  private static final char REPLACEMENT = '\uFFFD';

  private ProcessText() {}

  /**
   * Returns the arguments as the shell gave them.
   *
   * @param decoded the arguments as Java decoded them
   * @throws NodeException with a sentence for the user, if they cannot be read
   */
  static String[] arguments(String[] decoded) {
    if (isUtf8()) {
      return decoded;
    }
    List<String> words = read("cmdline");
    int first = words.size() - decoded.length; // The JVM's own arguments come before them.
    if (first > 0 && agree(words.subList(first, words.size()), decoded)) {
      return words.subList(first, words.size()).toArray(String[]::new);
    }
    for (String word : decoded) {
      if (word.indexOf(REPLACEMENT) >= 0) {
        throw new NodeException(
            Reason.INVALID,
            "the arguments have characters that this locale does not have; set LC_ALL=C.UTF-8");
      }
    }
    return decoded;
  }

  // They differ when the JVM takes arguments from elsewhere, such as a file that @FILE names.
  private static boolean agree(List<String> words, String[] decoded) {
    for (int i = 0; i < decoded.length; i++) {
      boolean isAscii = decoded[i].chars().allMatch(c -> c < 0x80);
      if (isAscii && !decoded[i].equals(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the environment as it was given to this process. */
  static Map<String, String> environment() {
    List<String> entries = isUtf8() ? List.of() : read("environ");
    if (entries.isEmpty()) {
      return System.getenv();
    }
    Map<String, String> environment = new HashMap<>();
    for (String entry : entries) {
      int end = entry.indexOf('=');
      if (end > 0) {
        environment.putIfAbsent(entry.substring(0, end), entry.substring(end + 1));
      }
    }
    return environment;
  }

  private static boolean isUtf8() {
    return locale().equals(StandardCharsets.UTF_8);
  }

  private static Charset locale() {
    return Charset.forName(System.getProperty("sun.jnu.encoding"));
  }

  /**
   * Returns the texts of a file in /proc, each of which ends with a zero byte; empty without it.
   */
  private static List<String> read(String file) {
    try {
      // In ISO 8859-1 each byte is a character.
      String bytes = Files.readString(Path.of("/proc/self", file), StandardCharsets.ISO_8859_1);
      String[] texts = bytes.split("\0", -1);
      return Stream.of(texts)
          .limit(texts.length - 1)
          .map(text -> decoded(text.getBytes(StandardCharsets.ISO_8859_1)))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  // Most are UTF-8. Others may be in the locale's charset, unless that is ASCII.
  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      Charset locale = locale();
      return new String(
          bytes, locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale);
    }
  }
}
