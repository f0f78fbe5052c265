package chat.moebi.cookie;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Admits only two groups to the key agreement of a TLS connection: x25519 and P-256. A client
 * chooses the group before it has proved anything, and an exchange in a large one, such as
 * ffdhe8192, takes a hundred times as long.
 *
 * <p>Each engine has this constraint, since {@code jdk.tls.namedGroups} would apply to all TLS of
 * the JVM, and {@code SSLParameters.setNamedGroups} exists only since JDK 20.
 */
enum QuickGroups implements AlgorithmConstraints {
  INSTANCE;

  private static final Set<String> QUICK = Set.of("x25519", "secp256r1");

  /** The JDKs' names of groups. The JDK also asks for their families, such as EC and XDH. */
  private static final Pattern GROUP =
      Pattern.compile("ffdhe.*|x25519|x448|sec[pt][0-9].*|brainpool.*|.*mlkem.*");

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    String name = algorithm.toLowerCase(Locale.ROOT);
    return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
        || !GROUP.matcher(name).matches()
        || QUICK.contains(name);
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return true;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return permits(primitives, algorithm, parameters);
  }
}
