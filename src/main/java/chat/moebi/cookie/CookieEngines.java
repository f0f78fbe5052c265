package chat.moebi.cookie;

import akka.actor.setup.Setup;
import akka.remote.artery.tcp.SSLEngineProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/** Gives Akka's remoting its TLS engines, so that no secret enters a configuration. */
public final class CookieEngines implements SSLEngineProvider {

  private final Credentials credentials;

  private CookieEngines(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns what an ActorSystem must be started with to use the credentials. */
  public static Setup setup(Credentials credentials) {
    return SSLEngineProviderSetup.create(system -> new CookieEngines(credentials));
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return credentials.engine(false);
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
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
