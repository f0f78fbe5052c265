package chat.moebi.cluster;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import chat.moebi.cookie.CookieEngines;
import chat.moebi.cookie.OutboundConnections;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;

/** The set-up of an ActorSystem that has the cookie of the tests and is no node of the chat. */
final class StrangerSetup {

  private StrangerSetup() {}

  /** Returns the set-up, with further settings. */
  static ActorSystemSetup with(String settings) {
    return ActorSystemSetup.create(
        BootstrapSetup.create(
            ConfigFactory.parseString(settings)
                .withFallback(
                    ConfigFactory.parseString(
                        """
                        akka.remote.artery.transport = tls-tcp
                        akka.remote.artery.canonical { hostname = localhost, port = 0 }
                        akka.remote.artery.bind.hostname = 127.0.0.1
                        """))
                .withFallback(ConfigFactory.load())),
        CookieEngines.setup(TestCookie.CREDENTIALS, new OutboundConnections()));
  }
}
