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
 * The keys that a node offers to others and accepts from them: it offers the key of its first
 * cookie, and accepts those of all its cookies. So a cluster can change its cookie node by node.
 * Thread-safe.
 */
public final class Credentials {

  private static final String PROTOCOL = "TLSv1.3";
  private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};
  private static final Credentials NONE = new Credentials(List.of(), false, null);

  private final List<Fingerprint> fingerprints;
  private final boolean isGuessable;

  /** Null once the context is created. */
  private Identity offered;

  /** Null until the first use. */
  private SSLContext context;

  private Credentials(List<Fingerprint> fingerprints, boolean isGuessable, Identity offered) {
    this.fingerprints = fingerprints;
    this.isGuessable = isGuessable;
    this.offered = offered;
  }

  /** Derives keys from at least one cookie; the first is offered, all are accepted. */
  public static Credentials of(List<Cookie> cookies) {
    List<Identity> identities = cookies.stream().distinct().map(Identity::of).toList();
    return new Credentials(
        identities.stream().map(Identity::fingerprint).toList(),
        cookies.stream().anyMatch(Cookie::isGuessable),
        identities.get(0));
  }

  /** Returns the credentials of a node that speaks plain TCP: no key at all. */
  public static Credentials none() {
    return NONE;
  }

  /** Whether there is no cookie, and so no protection. */
  public boolean isNone() {
    return fingerprints.isEmpty();
  }

  /** Whether an attacker who can reach the port could find one of the cookies by trial. */
  public boolean isGuessable() {
    return isGuessable;
  }

  /** Returns the fingerprints of the cookies; the first cookie is offered, all are accepted. */
  public List<Fingerprint> fingerprints() {
    return fingerprints;
  }

  /** Whether this node and a node with cookies of those fingerprints accept each other. */
  public boolean matches(List<Fingerprint> others) {
    if (isNone() || others.isEmpty()) {
      return isNone() && others.isEmpty();
    }
    return fingerprints.contains(others.get(0)) && others.contains(fingerprints.get(0));
  }

  /**
   * Does the work that the first connection would do otherwise; it takes a tenth of a second.
   *
   * @throws IllegalStateException if this JDK does not support it
   */
  public void prepare() {
    if (!isNone()) {
      context();
    }
  }

  /** Creates one side of a connection, which demands a certificate of the other side. */
  SSLEngine engine(boolean isClient) {
    SSLEngine engine = context().createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setCipherSuites(CIPHERS);
    parameters.setAlgorithmConstraints(QuickGroups.INSTANCE);
    parameters.setNeedClientAuth(true);
    engine.setUseClientMode(isClient);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Whether both sides of a connection have proved that they have a cookie in common. */
  static boolean isComplete(SSLEngine engine) {
    SSLSession session = engine.getSession();
    // A server has a session once it has answered a hello; a failed handshake invalidates it.
    return session.getProtocol().equals(PROTOCOL)
        && session.isValid()
        && engine.getHandshakeSession() == null;
  }

  /** Returns the fingerprints only. */
  @Override
  public String toString() {
    return fingerprints.stream()
        .map(Fingerprint::toString)
        .collect(Collectors.joining(", ", "Credentials(", ")"));
  }

  private synchronized SSLContext context() {
    if (context == null) {
      try {
        SSLContext created = SSLContext.getInstance(PROTOCOL);
        created.init(
            new KeyManager[] {OfferedKey.of(offered)},
            new TrustManager[] {new PinnedKeys(Set.copyOf(fingerprints))},
            null);
        context = created;
        offered = null;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no TLS 1.3", e);
      }
    }
    return context;
  }
}
