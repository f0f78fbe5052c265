package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickGroupsTest {

  private static final Credentials CREDENTIALS = Credentials.of(List.of(Cookie.generate()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffdhe2048",
        "ffdhe3072",
        "ffdhe4096",
        "ffdhe6144",
        "ffdhe8192",
        "x448",
        "secp384r1",
        "secp521r1"
      })
  void aClientThatAsksForAnotherGroupIsRefused(String group) throws SSLException {
    Handshake handshake = Handshake.between(clientOf(group), CREDENTIALS.engine(false));

    assertThat(handshake.isFine()).isFalse();
    assertThat(handshake.serverFailure()).isNotNull();
  }

  @Test
  void aNodeAndAClientThatHasPlainP256OnlyAreServed() throws SSLException {
    assertThat(Handshake.between(CREDENTIALS.engine(true), CREDENTIALS.engine(false)).isFine())
        .isTrue();
    assertThat(Handshake.between(clientOf("secp256r1"), CREDENTIALS.engine(false)).isFine())
        .isTrue();
  }

  /** Returns the engine of a client that has the cookie and offers only that group. */
  private static SSLEngine clientOf(String group) {
    SSLEngine client = CREDENTIALS.engine(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setAlgorithmConstraints(new Only(group));
    client.setSSLParameters(parameters);
    return client;
  }

  private record Only(String group) implements AlgorithmConstraints {

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
      return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
          || !algorithm.matches("(?i)ffdhe.+|x25519|x448|secp.*|.*mlkem.*")
          || algorithm.equals(group);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        AlgorithmParameters parameters) {
      return permits(primitives, algorithm, parameters);
    }
  }
}
