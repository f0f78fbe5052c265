package chat.moebi.cookie;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Derives keys from cookies. After any change here, new nodes cannot connect to nodes that run an
 * earlier version.
 */
final class Derivation {

  // 32 MiB and a few tenths of a second, for the node and for each guess at the cookie.
  private static final int SCRYPT_N = 1 << 15;
  private static final int SCRYPT_R = 8;
  private static final int SCRYPT_P = 4;
  private static final int SEED_BYTES = 32;

  // A salt that is the same for all nodes, which must derive the same key before they have ever
  // talked.
  private static final byte[] SALT = ascii("chat.moebi cookie 1");
  private static final byte[] PURPOSE = ascii("chat.moebi identity 1 P-256");

  /** 128 bits more than the order has, so that all keys are equally likely. */
  private static final int SCALAR_BYTES = 48;

  private Derivation() {}

  /** Stretches a typed cookie into a seed. */
  static byte[] seedOfTyped(byte[] cookie) {
    return SCrypt.generate(cookie, SALT, SCRYPT_N, SCRYPT_R, SCRYPT_P, SEED_BYTES);
  }

  /** Derives the number of a private key, from 1 to {@code order - 1}, from a seed. */
  static BigInteger scalar(byte[] seed, BigInteger order) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(seed, null, PURPOSE));
    byte[] bytes = new byte[SCALAR_BYTES];
    hkdf.generateBytes(bytes, 0, bytes.length);
    return new BigInteger(1, bytes).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
