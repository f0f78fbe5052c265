package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private static final Cookie COOKIE = Cookie.generate();
  private static final Identity IDENTITY = Identity.of(COOKIE);

  @Nested
  class Key {

    @Test
    void isTheSameOnEveryNodeOfTheCookie() {
      Identity other = Identity.of(Cookie.of(COOKIE.text()));

      assertThat(other.makeKey()).isEqualTo(IDENTITY.makeKey());
      assertThat(other.makeCertificate().getPublicKey())
          .isEqualTo(IDENTITY.makeCertificate().getPublicKey());
      assertThat(other.fingerprint()).isEqualTo(IDENTITY.fingerprint());
    }

    @Test
    void isAnotherForAnotherCookie() {
      Identity other = Identity.of(Cookie.generate());

      assertThat(other.makeKey()).isNotEqualTo(IDENTITY.makeKey());
      assertThat(other.makeCertificate().getPublicKey())
          .isNotEqualTo(IDENTITY.makeCertificate().getPublicKey());
      assertThat(other.fingerprint()).isNotEqualTo(IDENTITY.fingerprint());
    }

    @Test
    void isTheOneOfTheCertificate() throws Exception {
      byte[] message = "hi".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(IDENTITY.makeKey());
      signature.update(message);
      byte[] signed = signature.sign();

      signature.initVerify(IDENTITY.makeCertificate());
      signature.update(message);
      assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void isOnP256() {
      ECPublicKey key = (ECPublicKey) IDENTITY.makeCertificate().getPublicKey();

      assertThat(key.getParams().toString()).contains("secp256r1");
      assertThat(((ECPrivateKey) IDENTITY.makeKey()).getParams()).isEqualTo(key.getParams());
    }
  }

  @Nested
  class Certificate {

    private final X509Certificate certificate = IDENTITY.makeCertificate();

    @Test
    void isSignedByItsOwnKey() throws Exception {
      certificate.verify(certificate.getPublicKey());

      assertThat(certificate.getIssuerX500Principal())
          .isEqualTo(certificate.getSubjectX500Principal());
      assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void isValidWhateverTheClockSays() throws Exception {
      certificate.checkValidity(Date.from(Instant.EPOCH));
      certificate.checkValidity();
      certificate.checkValidity(Date.from(Instant.parse("9999-12-31T23:59:59Z")));
    }

    @Test
    void namesTheProgramAndNothingElse() throws Exception {
      assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=chat");
      assertThat(certificate.getSubjectAlternativeNames()).isNull();
      assertThat(certificate.getCriticalExtensionOIDs()).isNullOrEmpty();
      assertThat(certificate.getNonCriticalExtensionOIDs()).isNullOrEmpty();
      assertThat(new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1))
          .doesNotContain(
              InetAddress.getLocalHost().getHostName(), System.getProperty("user.name"));
    }

    @Test
    void holdsNeitherTheCookieNorTheKey() throws Exception {
      String content = new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1);
      byte[] key = ((ECPrivateKey) IDENTITY.makeKey()).getS().toByteArray();

      assertThat(content)
          .doesNotContain(COOKIE.text())
          .doesNotContain(new String(COOKIE.seed(), StandardCharsets.ISO_8859_1))
          .doesNotContain(new String(key, StandardCharsets.ISO_8859_1));
    }
  }

  @Nested
  class IsOfANode {

    @Test
    void holdsForAnyCookie() {
      assertThat(Identity.isOfANode(IDENTITY.makeCertificate())).isTrue();
      assertThat(Identity.isOfANode(Identity.of(Cookie.generate()).makeCertificate())).isTrue();
    }

    @Test
    void doesNotHoldForStrangers() throws Exception {
      X509Certificate otherName = Stranger.named("CN=kate.example", "EC").certificate();
      X509Certificate otherKey = Stranger.named("CN=chat", "RSA").certificate();

      assertThat(Identity.isOfANode(otherName)).isFalse();
      assertThat(Identity.isOfANode(otherKey)).isFalse();
    }
  }

  @Test
  void showsItsFingerprintOnly() {
    assertThat(IDENTITY).hasToString("Identity(" + IDENTITY.fingerprint().hex() + ")");
  }
}
