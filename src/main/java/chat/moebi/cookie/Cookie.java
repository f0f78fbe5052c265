package chat.moebi.cookie;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Is the secret that nodes share, as in Erlang; here a key is made of it. Never shows itself.
 *
 * <p>A generated cookie is 256 random bits, written in a form that tells it from one that somebody
 * typed: nobody can guess it, so it needs no slow derivation.
 */
public final class Cookie {

  /** A typed cookie of fewer characters than this is only for the loopback interface. */
  public static final int LONG_ENOUGH = 20;

  private static final String GENERATED = "chat-cookie-";
  private static final int RANDOM_BYTES = 32;
  private static final int LONGEST = 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  // Stands for whatever cannot be decoded: all cookies of such characters would be the same.
  private static final char UNREADABLE = '\uFFFD';

  private final String text;
  private final byte[] random;

  private Cookie(String text, byte[] random) {
    this.text = text;
    this.random = random;
  }

  /**
   * Takes a cookie that was typed, or generated elsewhere. Blanks around it do not count, nor does
   * a byte order mark before it, nor the Unicode form in which an accent was typed.
   *
   * @throws CookieException if it is empty, too long, not readable, or a generated one that is not
   *     whole
   */
  public static Cookie of(String text) {
    String cookie = normalized(withoutByteOrderMark(text).strip());
    if (cookie.isEmpty()) {
      throw new CookieException("the cookie is empty; give one, or leave it out to use your own");
    }
    if (cookie.length() > LONGEST) {
      throw new CookieException("the cookie is longer than " + LONGEST + " characters");
    }
    if (cookie.indexOf(UNREADABLE) >= 0) {
      throw new CookieException(
          "the cookie has characters that this locale does not have; set LC_ALL=C.UTF-8");
    }
    return new Cookie(cookie, cookie.startsWith(GENERATED) ? randomOf(cookie) : null);
  }

  /** Returns a text of a file without the mark with which some editors begin one. */
  static String withoutByteOrderMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /** Makes a new one that nobody can guess. */
  public static Cookie generate() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String text = GENERATED + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new Cookie(text, random);
  }

  /**
   * Tells whether somebody who saw a node's certificate could find it by trying: then it is for the
   * loopback interface only.
   */
  public boolean isGuessable() {
    return random == null && text.codePointCount(0, text.length()) < LONG_ENOUGH;
  }

  /** Returns it as it is written into a file. */
  String text() {
    return text;
  }

  /** Makes a key seed of it: slowly, if it is one that could be guessed. */
  byte[] seed() {
    return random == null ? Derivation.ofTyped(bytes()) : random.clone();
  }

  /** Compares in a time that does not tell how much of it was right. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cookie cookie && MessageDigest.isEqual(bytes(), cookie.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  /** Hides it. */
  @Override
  public String toString() {
    return "Cookie(hidden)";
  }

  // Plain ASCII, as generated ones are, has one form only; the tables of all others load slowly.
  private static String normalized(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] randomOf(String cookie) {
    try {
      byte[] random = Base64.getUrlDecoder().decode(cookie.substring(GENERATED.length()));
      if (random.length == RANDOM_BYTES) {
        return random;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the cookie.
    }
    throw new CookieException(
        "the cookie begins like a generated one and is not whole; copy all of it again");
  }
}
