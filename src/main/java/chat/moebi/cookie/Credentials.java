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
  private static final Credentials NONE = new Credentials(List.of(), false, null);

  private final List<Fingerprint> fingerprints;
  private final boolean isGuessable;
  private final Object making = new Object();

  /** Is kept until the context is made of it. */
  private Identity offered;

  private SSLContext context;

  private Credentials(List<Fingerprint> fingerprints, boolean isGuessable, Identity offered) {
    this.fingerprints = fingerprints;
    this.isGuessable = isGuessable;
    this.offered = offered;
  }

  /** Derives keys from cookies; the first is offered, all are accepted. At least one. */
  public static Credentials of(List<Cookie> cookies) {
    List<Identity> identities = cookies.stream().distinct().map(Identity::of).toList();
    return new Credentials(
        identities.stream().map(Identity::fingerprint).toList(),
        cookies.stream().anyMatch(Cookie::isGuessable),
        identities.get(0));
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
   * Makes what all connections need. Else the first one makes it, which takes a tenth of a second.
   *
   * @throws IllegalStateException if this JDK cannot
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
    parameters.setAlgorithmConstraints(QuickGroups.INSTANCE);
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

  private SSLContext context() {
    synchronized (making) {
      if (context == null) {
        context = context(offered, Set.copyOf(fingerprints));
        offered = null;
      }
      return context;
    }
  }

  private static SSLContext context(Identity offered, Set<Fingerprint> accepted) {
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOLS[0]);
      context.init(
          new KeyManager[] {OfferedKey.of(offered)},
          new TrustManager[] {new PinnedKeys(accepted)},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS 1.3", e);
    }
  }
}
