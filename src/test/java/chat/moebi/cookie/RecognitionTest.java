package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.PinnedKeys.OtherCookie;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows which peers the TLS engines of nodes accept. */
@Timeout(60)
class RecognitionTest {

  private static final Cookie COOKIE = Cookie.generate();
  private static final Cookie OTHER_COOKIE = Cookie.generate();
  private static final Identity IDENTITY = Identity.of(COOKIE);
  private static final Identity OTHER_IDENTITY = Identity.of(OTHER_COOKIE);
  private static final Credentials CREDENTIALS = Credentials.of(List.of(COOKIE));
  private static final Credentials OTHER_CREDENTIALS = Credentials.of(List.of(OTHER_COOKIE));
  private static final KeyManager[] NO_KEY = {};

  /** A node's certificate, shown by a peer that has seen it but does not have the cookie. */
  private static final OfferedKey STOLEN =
      new OfferedKey(OTHER_IDENTITY.makeKey(), IDENTITY.makeCertificate());

  @Nested
  class NodesOfOneCookie {

    @Test
    void letEachOtherIn() throws SSLException {
      Handshake handshake =
          Handshake.between(
              CREDENTIALS.engine(true), Credentials.of(List.of(COOKIE)).engine(false));

      assertThat(handshake.isFine()).isTrue();
      assertThat(handshake.clientSession().getPeerCertificates()[0].getPublicKey())
          .isEqualTo(IDENTITY.makeCertificate().getPublicKey());
      assertThat(handshake.serverSession().getPeerCertificates()[0].getPublicKey())
          .isEqualTo(IDENTITY.makeCertificate().getPublicKey());
    }

    @Test
    void speakTls13() throws SSLException {
      Handshake handshake = Handshake.between(CREDENTIALS.engine(true), CREDENTIALS.engine(false));

      assertThat(handshake.clientSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(handshake.serverSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Nested
  class EitherSide {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offersTls13WithAesInGcmModeAndNothingElse(boolean isClient) {
      SSLEngine engine = CREDENTIALS.engine(isClient);

      assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3");
      assertThat(engine.getEnabledCipherSuites())
          .containsExactly("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
    }
  }

  @Nested
  class ANodeOfAnotherCookie {

    @Test
    void isRefusedByTheOneThatConnectsToIt() throws SSLException {
      Handshake handshake =
          Handshake.between(CREDENTIALS.engine(true), OTHER_CREDENTIALS.engine(false));

      assertThat(handshake.isFine()).isFalse();
      assertIsOtherCookie(handshake.clientFailure());
      // It learns of the refusal, and does not complete the handshake either.
      assertThat(handshake.serverFailure()).hasNoCause();
    }

    @Test
    void isRefusedByTheOneThatItConnectsTo() throws SSLException {
      Credentials lax = Credentials.of(List.of(OTHER_COOKIE, COOKIE));

      Handshake handshake = Handshake.between(lax.engine(true), CREDENTIALS.engine(false));

      assertThat(handshake.isFine()).isFalse();
      assertIsOtherCookie(handshake.serverFailure());
      assertThat(handshake.clientFailure()).hasNoCause();
    }

    private void assertIsOtherCookie(SSLException failure) {
      assertThat(failure)
          .rootCause()
          .isInstanceOf(OtherCookie.class)
          .hasMessage("a different cookie: " + OTHER_IDENTITY.fingerprint());
    }
  }

  @Nested
  class AClient {

    @Test
    void withoutACertificateIsRefused() throws Exception {
      SSLEngine client = client(stranger(NO_KEY));

      assertThat(refusalOf(client)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void withACertificateByAnAuthorityIsRefused() throws Exception {
      SSLEngine client = client(stranger(Stranger.named("CN=chat", "RSA").keyManagers()));

      assertThat(refusalOf(client)).rootCause().hasMessage("not a node's certificate");
    }

    @Test
    void thatShowsANodesCertificateWithoutItsKeyIsRefused() throws Exception {
      SSLEngine client = client(stranger(STOLEN));

      assertThat(refusalOf(client)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void thatSpeaksTls12IsRefusedEvenWithTheKey() throws Exception {
      SSLEngine client = client(stranger(OfferedKey.of(IDENTITY)));
      client.setEnabledProtocols(new String[] {"TLSv1.2"});

      assertThat(refusalOf(client)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void thatHasTheKeyIsAccepted() throws Exception {
      SSLEngine client = client(stranger(OfferedKey.of(IDENTITY)));

      assertThat(Handshake.between(client, CREDENTIALS.engine(false)).isFine()).isTrue();
    }

    // The node refuses; the client would accept.
    private SSLException refusalOf(SSLEngine client) throws SSLException {
      Handshake handshake = Handshake.between(client, CREDENTIALS.engine(false));
      assertThat(handshake.isFine()).isFalse();
      return handshake.serverFailure();
    }

    private SSLEngine client(SSLContext context) {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      return engine;
    }
  }

  @Nested
  class AServer {

    @Test
    void withACertificateByAnAuthorityIsRefused() throws Exception {
      SSLEngine server = server(stranger(Stranger.named("CN=chat", "RSA").keyManagers()));

      assertThat(refusalOf(server)).rootCause().hasMessage("not a node's certificate");
    }

    @Test
    void thatShowsANodesCertificateWithoutItsKeyIsRefused() throws Exception {
      SSLEngine server = server(stranger(STOLEN));

      assertThat(refusalOf(server)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void thatSpeaksTls12IsRefusedEvenWithTheKey() throws Exception {
      SSLEngine server = server(stranger(OfferedKey.of(IDENTITY)));
      server.setEnabledProtocols(new String[] {"TLSv1.2"});

      assertThat(refusalOf(server)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void thatHasTheKeyIsAccepted() throws Exception {
      SSLEngine server = server(stranger(OfferedKey.of(IDENTITY)));

      assertThat(Handshake.between(CREDENTIALS.engine(true), server).isFine()).isTrue();
    }

    private SSLException refusalOf(SSLEngine server) throws SSLException {
      Handshake handshake = Handshake.between(CREDENTIALS.engine(true), server);
      assertThat(handshake.isFine()).isFalse();
      return handshake.clientFailure();
    }

    private SSLEngine server(SSLContext context) {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      return engine;
    }
  }

  /** The condition by which a node limits the connections of strangers. */
  @Nested
  class AHandshakeIsComplete {

    @Test
    void whenBothSidesHaveProvedThatTheyHaveTheCookie() throws SSLException {
      SSLEngine client = CREDENTIALS.engine(true);
      SSLEngine server = CREDENTIALS.engine(false);
      assertThat(Credentials.isComplete(server)).isFalse();

      Handshake.between(client, server);

      assertThat(Credentials.isComplete(server)).isTrue();
      assertThat(Credentials.isComplete(client)).isTrue();
    }

    @Test
    void notWhenTheClientHasOnlySaidHello() throws SSLException {
      SSLEngine server = CREDENTIALS.engine(false);

      Handshake.begin(CREDENTIALS.engine(true), server);

      assertThat(Credentials.isComplete(server)).isFalse();
    }

    @Test
    void notWhenTheClientWasRefused() throws SSLException {
      SSLEngine server = CREDENTIALS.engine(false);

      Handshake.between(Credentials.of(List.of(OTHER_COOKIE, COOKIE)).engine(true), server);

      assertThat(Credentials.isComplete(server)).isFalse();
    }

    @Test
    void notWhenTheClientHasRefused() throws SSLException {
      SSLEngine server = CREDENTIALS.engine(false);

      Handshake.between(OTHER_CREDENTIALS.engine(true), server);

      assertThat(Credentials.isComplete(server)).isFalse();
    }

    @Test
    void stillWhenItHasEndedWell() throws SSLException {
      SSLEngine client = CREDENTIALS.engine(true);
      SSLEngine server = CREDENTIALS.engine(false);
      Handshake.between(client, server);

      client.closeOutbound();
      ByteBuffer goodbye = ByteBuffer.allocate(1 << 15);
      client.wrap(ByteBuffer.allocate(0), goodbye);
      server.unwrap(goodbye.flip(), ByteBuffer.allocate(1 << 15));

      assertThat(server.isInboundDone()).isTrue();
      assertThat(Credentials.isComplete(server)).isTrue();
    }
  }

  /** Shows that {@code matches()} and the engines agree. */
  @Nested
  class WhileTheCookieChanges {

    private static final List<Cookie> OLD = List.of(COOKIE);
    private static final List<Cookie> OLD_NEW = List.of(COOKIE, OTHER_COOKIE);
    private static final List<Cookie> NEW_OLD = List.of(OTHER_COOKIE, COOKIE);
    private static final List<Cookie> NEW = List.of(OTHER_COOKIE);
    private static final List<List<Cookie>> STEPS = List.of(OLD, OLD_NEW, NEW_OLD, NEW);

    @Test
    void nodesThatAreAStepApartLetEachOtherIn() throws SSLException {
      for (int one = 0; one < STEPS.size(); one++) {
        for (int other = 0; other < STEPS.size(); other++) {
          Credentials client = Credentials.of(STEPS.get(one));
          Credentials server = Credentials.of(STEPS.get(other));
          boolean isAStep = Math.abs(one - other) <= 1;

          assertThat(Handshake.between(client.engine(true), server.engine(false)).isFine())
              .as("a handshake of steps %s and %s", one, other)
              .isEqualTo(isAStep);
          assertThat(client.matches(server.fingerprints()))
              .as("a match of steps %s and %s", one, other)
              .isEqualTo(isAStep);
        }
      }
    }

    @Test
    void alwaysTheFirstCookieIsOffered() throws SSLException {
      Handshake handshake =
          Handshake.between(
              Credentials.of(OLD_NEW).engine(true), Credentials.of(NEW_OLD).engine(false));

      assertThat(handshake.isFine()).isTrue();
      assertThat(handshake.serverSession().getPeerCertificates()[0].getPublicKey())
          .isEqualTo(IDENTITY.makeCertificate().getPublicKey());
      assertThat(handshake.clientSession().getPeerCertificates()[0].getPublicKey())
          .isEqualTo(OTHER_IDENTITY.makeCertificate().getPublicKey());
    }
  }

  private static SSLContext stranger(KeyManager... keys) throws GeneralSecurityException {
    return Handshake.context(keys, Set.copyOf(CREDENTIALS.fingerprints()));
  }
}
