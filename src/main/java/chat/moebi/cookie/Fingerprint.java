package chat.moebi.cookie;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The public name of a cookie: a hash of the public key derived from it. To find the cookie from
 * it, an attacker has to guess the cookie.
 *
 * @param hex SHA-256 of the key's standard encoding
 */
public record Fingerprint(String hex) {

  /** Returns the fingerprint of a public key in its standard encoding. */
  static Fingerprint of(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return new Fingerprint(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
