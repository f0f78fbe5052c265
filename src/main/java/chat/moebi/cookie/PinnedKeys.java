package chat.moebi.cookie;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts a certificate if its public key is one of those derived from this node's cookies. Nothing
 * else of it counts, neither names nor dates: TLS proves that the other side has the private key,
 * and only the cookie makes it.
 */
final class PinnedKeys extends X509ExtendedTrustManager {

  /** Refuses a node that has another cookie. */
  static final class OtherCookie extends CertificateException {
    private static final long serialVersionUID = 1L;

    OtherCookie(Fingerprint fingerprint) {
      super("a different cookie: " + fingerprint);
    }
  }

  private final Set<Fingerprint> accepted;

  PinnedKeys(Set<Fingerprint> accepted) {
    this.accepted = accepted;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  /** Names no issuers: the other side is to show what it has. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    X509Certificate shown = chain[0];
    Fingerprint fingerprint = Fingerprint.of(shown.getPublicKey());
    if (!accepted.contains(fingerprint)) {
      throw Identity.isOfANode(shown)
          ? new OtherCookie(fingerprint)
          : new CertificateException("not a node's certificate");
    }
  }
}
