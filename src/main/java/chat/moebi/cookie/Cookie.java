package chat.moebi.cookie;

import static chat.moebi.name.NodeException.Reason.BAD_CONFIGURATION;

import chat.moebi.name.NodeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;

/**
 * The secret that nodes share, as in Erlang; here their keys are derived from it. It never appears
 * in a log or a message.
 *
 * <p>A generated cookie is 256 random bits, and its text differs in form from a typed one. Nobody
 * can guess it, so its derivation need not be slow.
 */
public final class Cookie {

  /** A typed cookie with fewer characters may only be used on the loopback interface. */
  public static final int LONG_ENOUGH = 20;

  private static final String GENERATED_PREFIX = "chat-cookie-";
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_LENGTH = 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Replaces each byte that cannot be decoded, so that different cookies would become equal. */
  private static final char REPLACEMENT = '\uFFFD';

  private final String text;

  /** Null for a typed cookie. */
  private final byte[] random;

  private Cookie(String text, byte[] random) {
    this.text = text;
    this.random = random;
  }

  /**
   * Returns the cookie with the given text, typed or generated. White space around it, a byte order
   * mark before it, and the Unicode form of its accents make no difference.
   *
   * @throws NodeException if it is empty, too long, unreadable, or part of a generated one
   */
  public static Cookie of(String text) {
    String cookie = normalized(withoutByteOrderMark(text).strip());
    if (cookie.isEmpty()) {
      throw new NodeException(
          BAD_CONFIGURATION, "the cookie is empty; give one, or leave it out to use your own");
    }
    if (cookie.length() > MAX_LENGTH) {
      throw new NodeException(
          BAD_CONFIGURATION, "the cookie is longer than " + MAX_LENGTH + " characters");
    }
    if (cookie.indexOf(REPLACEMENT) >= 0) {
      throw new NodeException(
          BAD_CONFIGURATION,
          "the cookie has characters that this locale does not have; set LC_ALL=C.UTF-8");
    }
    return new Cookie(cookie, cookie.startsWith(GENERATED_PREFIX) ? randomBytesIn(cookie) : null);
  }

  /** Removes the mark that some editors write at the start of a file. */
  static String withoutByteOrderMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /** Returns a new cookie that nobody can guess. */
  public static Cookie generate() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String text = GENERATED_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new Cookie(text, random);
  }

  /**
   * Whether an attacker who saw a node's certificate could find the cookie by trial. Such a cookie
   * may only be used on the loopback interface.
   */
  public boolean isGuessable() {
    return random == null && text.codePointCount(0, text.length()) < LONG_ENOUGH;
  }

  /** Returns the cookie as a file holds it. */
  String text() {
    return text;
  }

  /** Derives the seed of the key, slowly if the cookie was typed and could be guessed. */
  byte[] seed() {
    return random == null ? Derivation.seedOfTyped(bytes()) : random.clone();
  }

  /** Compares in a time that does not depend on how much of the cookie is right. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cookie cookie && MessageDigest.isEqual(bytes(), cookie.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  @Override
  public String toString() {
    return "Cookie(hidden)";
  }

  // ASCII text has only one form. The tables for all other characters load slowly.
  private static String normalized(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] randomBytesIn(String cookie) {
    try {
      byte[] random = Base64.getUrlDecoder().decode(cookie.substring(GENERATED_PREFIX.length()));
      if (random.length == RANDOM_BYTES) {
        return random;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, without the cookie.
    }
    throw new NodeException(
        BAD_CONFIGURATION,
        "the cookie begins like a generated one and is not whole; copy all of it again");
  }
}
