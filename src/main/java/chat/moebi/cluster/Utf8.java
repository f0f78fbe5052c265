package chat.moebi.cluster;

import java.nio.charset.StandardCharsets;

/** Text as it crosses nodes. */
public final class Utf8 {

  private Utf8() {}

  /** Replaces half a surrogate pair, which cannot be written as UTF-8. */
  public static String encodable(String text) {
    for (int i = 0; i < text.length(); i++) { // An encoder would take many times as long.
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
