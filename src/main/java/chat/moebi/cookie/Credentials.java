package chat.moebi.cookie;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * Holds what a node shows to others and what it accepts from them: it offers its first cookie, and
 * accepts any of its cookies. So a cluster changes its cookie node by node.
 */
public final class Credentials {

  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};
  private static final Credentials NONE = new Credentials(List.of(), false);

  private final List<Identity> identities;
  private final List<Fingerprint> fingerprints;
  private final boolean isGuessable;

  /** Is made when it is needed first; null until then. */
  private SSLContext context;

  private Credentials(List<Identity> identities, boolean isGuessable) {
    this.identities = identities;
    this.fingerprints = identities.stream().map(Identity::fingerprint).toList();
    this.isGuessable = isGuessable;
  }

  /** Derives keys from cookies; the first is offered, all are accepted. At least one. */
  public static Credentials of(List<Cookie> cookies) {
    return new Credentials(
        cookies.stream().distinct().map(Identity::of).toList(),
        cookies.stream().anyMatch(Cookie::isGuessable));
  }

  /** Returns what a node has that speaks plain TCP: nothing. */
  public static Credentials none() {
    return NONE;
  }

  /** Tells whether there is no cookie, and so no protection. */
  public boolean isNone() {
    return fingerprints.isEmpty();
  }

  /** Tells whether somebody who can reach the port could find a cookie by trying. */
  public boolean isGuessable() {
    return isGuessable;
  }

  /** Returns the names of the cookies: the first is offered, all are accepted. */
  public List<Fingerprint> fingerprints() {
    return fingerprints;
  }

  /** Tells whether a node that has cookies of those names accepts this one, and is accepted. */
  public boolean matches(List<Fingerprint> others) {
    if (isNone() || others.isEmpty()) {
      return isNone() && others.isEmpty();
    }
    return fingerprints.contains(others.get(0)) && others.contains(fingerprints.get(0));
  }

  /**
   * Makes what all connections need, a tenth of a second before the first one would wait for it.
   */
  public void prepare() {
    if (!isNone()) {
      context();
    }
  }

  /** Makes one side of a connection, which demands a certificate of the other. */
  SSLEngine engine(boolean isClient) {
    SSLEngine engine = context().createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(CIPHERS);
    parameters.setNeedClientAuth(true);
    engine.setUseClientMode(isClient);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Tells whether both sides of a connection have proved that they have a cookie in common. */
  static boolean isComplete(SSLEngine engine) {
    SSLSession session = engine.getSession();
    // A server has its session when it has answered a hello; it is void once the handshake fails.
    return session.getProtocol().equals(PROTOCOLS[0])
        && session.isValid()
        && engine.getHandshakeSession() == null;
  }

  /** Names the cookies, and tells none. */
  @Override
  public String toString() {
    return fingerprints.stream()
        .map(Fingerprint::toString)
        .collect(Collectors.joining(", ", "Credentials(", ")"));
  }

  private synchronized SSLContext context() {
    if (context == null) {
      context = newContext();
    }
    return context;
  }

  private SSLContext newContext() {
    try {
      SSLContext made = SSLContext.getInstance(PROTOCOLS[0]);
      made.init(
          new KeyManager[] {OfferedKey.of(identities.get(0))},
          new TrustManager[] {new PinnedKeys(Set.copyOf(fingerprints))},
          null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS 1.3", e);
    }
  }
}
