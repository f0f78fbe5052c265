package chat.moebi.cookie;

import akka.actor.ExtendedActorSystem;
import akka.actor.setup.Setup;
import akka.remote.artery.tcp.SSLEngineProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/** Provides Akka's remoting with TLS engines, so that no secret enters a configuration. */
public final class CookieEngines implements SSLEngineProvider {

  private final Credentials credentials;
  private final OutboundConnections outbound;
  private final PendingHandshakes pending;

  CookieEngines(
      Credentials credentials,
      OutboundConnections outbound,
      Duration handshakeLimit,
      ExtendedActorSystem system) {
    this.credentials = credentials;
    this.outbound = outbound;
    this.pending = new PendingHandshakes(system, handshakeLimit);
    // The rest of the ActorSystem starts meanwhile, on another core.
    Thread preparation = new Thread(this::prepare, "tls");
    preparation.setDaemon(true);
    preparation.start();
  }

  /** Returns the setup of an ActorSystem that uses the credentials. */
  public static Setup setup(Credentials credentials) {
    return setup(credentials, new OutboundConnections());
  }

  /**
   * Returns the setup of an ActorSystem that uses the credentials.
   *
   * @param outbound collects the connections that the ActorSystem opens
   */
  public static Setup setup(Credentials credentials, OutboundConnections outbound) {
    return SSLEngineProviderSetup.create(
        system -> new CookieEngines(credentials, outbound, PendingHandshakes.LIMIT, system));
  }

  private void prepare() {
    try {
      credentials.prepare();
    } catch (IllegalStateException e) {
      // The first connection tries it again, and reports the failure.
    }
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

  /** Adds no check: the engine has checked the peer's key, and a host name proves less. */
  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }
}
