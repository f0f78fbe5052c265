package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.cookie.PinnedKeys.OtherCookie;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks every method by which TLS may ask whether a certificate is trusted. */
class PinnedKeysTest {

  private static final Identity OURS = Identity.of(Cookie.generate());
  private static final PinnedKeys PINNED = new PinnedKeys(Set.of(OURS.fingerprint()));

  /** One of the methods that JSSE calls. */
  @FunctionalInterface
  interface Question {
    void ask(X509Certificate[] chain) throws CertificateException;
  }

  static Stream<Question> questions() {
    return Stream.of(
        chain -> PINNED.checkClientTrusted(chain, "EC"),
        chain -> PINNED.checkServerTrusted(chain, "EC"),
        chain -> PINNED.checkClientTrusted(chain, "EC", (Socket) null),
        chain -> PINNED.checkServerTrusted(chain, "EC", (Socket) null),
        chain -> PINNED.checkClientTrusted(chain, "EC", (SSLEngine) null),
        chain -> PINNED.checkServerTrusted(chain, "EC", (SSLEngine) null));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void acceptTheKeyOfTheirCookie(Question question) {
    assertThatCode(asked(question, OURS.makeCertificate())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void refuseANodeOfAnotherCookie(Question question) {
    X509Certificate other = Identity.of(Cookie.generate()).makeCertificate();

    assertThatThrownBy(asked(question, other)).isInstanceOf(OtherCookie.class);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void refuseAStranger(Question question) throws Exception {
    X509Certificate stranger = Stranger.named("CN=kate.example", "EC").certificate();

    assertThatThrownBy(asked(question, stranger))
        .isInstanceOf(CertificateException.class)
        .hasMessage("not a node's certificate");
  }

  private static ThrowingCallable asked(Question question, X509Certificate shown) {
    return () -> question.ask(new X509Certificate[] {shown});
  }
}
