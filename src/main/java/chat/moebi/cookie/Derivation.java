package chat.moebi.cookie;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.HKDFParameters;

/** Derives key material from cookies. Whoever changes it parts new nodes from running ones. */
final class Derivation {

  // Takes 32 MiB and some tenths of a second, for the node and for each guess at the cookie.
  private static final int SCRYPT_N = 1 << 15;
  private static final int SCRYPT_R = 8;
  private static final int SCRYPT_P = 4;
  private static final int SEED_BYTES = 32;

  // The same for all: nodes must come to the same key before they have ever talked.
  private static final byte[] SALT = ascii("chat.moebi cookie 1");
  private static final byte[] PURPOSE = ascii("chat.moebi identity 1 P-256");

  /** 128 bits more than the order has, lest some keys be likelier than others. */
  private static final int SCALAR_BYTES = 48;

  private Derivation() {}

  /** Stretches a typed cookie into a seed. */
  static byte[] ofTyped(byte[] cookie) {
    return SCrypt.generate(cookie, SALT, SCRYPT_N, SCRYPT_R, SCRYPT_P, SEED_BYTES);
  }

  /** Makes a private key's number, from 1 to {@code order - 1}, of a seed. */
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
