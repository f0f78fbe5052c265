package chat.moebi.cookie;

import java.security.PublicKey;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

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
    SHA256Digest digest = new SHA256Digest();
    digest.update(key, 0, key.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return new Fingerprint(HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return hex;
  }
}
