package chat.moebi.cookie;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * Names a cookie without telling it: a hash of the public key derived from it. Who knows it can
 * still only guess at the cookie.
 *
 * @param hex SHA-256 of the key's standard encoding
 */
public record Fingerprint(String hex) {

  /** Returns the fingerprint of a key. */
  static Fingerprint of(PublicKey key) {
    return of(key.getEncoded());
  }

  /** Returns the fingerprint of a key in its standard encoding. */
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
