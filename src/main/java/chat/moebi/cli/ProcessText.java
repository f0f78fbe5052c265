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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and the environment of this process as the shell gave them: UTF-8 whatever the
 * locale. Java decodes them as the locale says, and without one knows ASCII only.
 */
final class ProcessText {

  private static final char UNREADABLE = '\uFFFD';

  private ProcessText() {}

  /**
   * Returns the arguments as they were given.
   *
   * @param decoded as Java has decoded them
   * @throws NodeException with a sentence for the user, if they cannot be read
   */
  static String[] arguments(String[] decoded) {
    if (isUtf8()) {
      return decoded;
    }
    List<String> words = read("cmdline");
    int first = words.size() - decoded.length; // The JVM's own stand before them.
    if (first > 0 && agree(words.subList(first, words.size()), decoded)) {
      return words.subList(first, words.size()).toArray(String[]::new);
    }
    for (String word : decoded) {
      if (word.indexOf(UNREADABLE) >= 0) {
        throw new NodeException(
            Reason.INVALID,
            "the arguments have characters that this locale does not have; set LC_ALL=C.UTF-8");
      }
    }
    return decoded;
  }

  // The JVM takes arguments from elsewhere too: from a file that @FILE names.
  private static boolean agree(List<String> words, String[] decoded) {
    for (int i = 0; i < decoded.length; i++) {
      boolean isAscii = decoded[i].chars().allMatch(c -> c < 0x80);
      if (isAscii && !decoded[i].equals(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the environment as it was given. */
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

  // Empty where there is no such file.
  private static List<String> read(String file) {
    try {
      return split(Files.readAllBytes(Path.of("/proc/self", file)));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> split(byte[] bytes) {
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        texts.add(text(ByteBuffer.wrap(bytes, start, i - start)));
        start = i + 1;
      }
    }
    return texts;
  }

  // Most are UTF-8. What is not may be in the locale's charset, unless that is ASCII.
  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      Charset locale = locale();
      return (locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale)
          .decode(bytes)
          .toString();
    }
  }
}
