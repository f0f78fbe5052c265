package chat.moebi.cookie;

import akka.actor.ExtendedActorSystem;
import akka.actor.setup.Setup;
import akka.remote.artery.tcp.SSLEngineProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/** Gives Akka's remoting its TLS engines, so that no secret enters a configuration. */
public final class CookieEngines implements SSLEngineProvider {

  private final Credentials credentials;
  private final PendingHandshakes pending;
  private final OutboundConnections outbound;

  private CookieEngines(
      Credentials credentials,
      OutboundConnections outbound,
      Duration handshakeLimit,
      ExtendedActorSystem system) {
    this.credentials = credentials;
    this.outbound = outbound;
    this.pending = new PendingHandshakes(system, handshakeLimit);
    prepareBeside();
  }

  /** Returns what an ActorSystem must be started with to use the credentials. */
  public static Setup setup(Credentials credentials) {
    return setup(credentials, new OutboundConnections());
  }

  /**
   * Returns what an ActorSystem must be started with to use the credentials.
   *
   * @param outbound is told of the connections that it makes
   */
  public static Setup setup(Credentials credentials, OutboundConnections outbound) {
    return setup(credentials, outbound, PendingHandshakes.LIMIT);
  }

  /**
   * Returns the setup with another limit for handshakes.
   *
   * @param handshakeLimit the age at which a handshake is ended
   */
  static Setup setup(
      Credentials credentials, OutboundConnections outbound, Duration handshakeLimit) {
    return SSLEngineProviderSetup.create(
        system -> new CookieEngines(credentials, outbound, handshakeLimit, system));
  }

  // While the rest of the ActorSystem starts, on another core.
  private void prepareBeside() {
    Thread thread =
        new Thread(
            () -> {
              try {
                credentials.prepare();
              } catch (IllegalStateException e) {
                // Whoever needs it tries again, and tells.
              }
            },
            "tls");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    SSLEngine engine = credentials.engine(false);
    pending.add(engine);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    outbound.add(hostname, port);
    return credentials.engine(true);
  }

  /** Has nothing to add: whose key it is, the engine has checked, and host names prove less. */
  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }
}
