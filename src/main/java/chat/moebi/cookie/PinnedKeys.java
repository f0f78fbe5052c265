package chat.moebi.cookie;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts a certificate if its public key is one of those derived from this node's cookies. Names
 * and dates do not matter: TLS proves that the peer has the private key, which only the cookie
 * yields.
 */
final class PinnedKeys extends X509ExtendedTrustManager {

  /** The peer is a node with another cookie. */
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

  /** Names no issuers, so that the peer shows the certificate that it has. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    Fingerprint fingerprint = Fingerprint.of(chain[0].getPublicKey().getEncoded());
    if (!accepted.contains(fingerprint)) {
      throw Identity.isOfANode(chain[0])
          ? new OtherCookie(fingerprint)
          : new CertificateException("not a node's certificate");
    }
  }
}
