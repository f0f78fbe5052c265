package chat.moebi.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connects to an ActorSystem as a stranger that knows how a handshake begins. */
@Timeout(90)
@StartsActorSystem
class PendingHandshakesTest {

  private static final int MAX_HANDSHAKES = 256;

  /** No connection ends because of its age while the test runs. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final Cookie COOKIE = Cookie.generate();
  private static final Credentials CREDENTIALS = Credentials.of(List.of(COOKIE));

  private final List<Socket> strangers = new ArrayList<>();
  private ActorSystem<Void> system;
  private InetSocketAddress address;

  @BeforeEach
  void start() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "bounded",
            ActorSystemSetup.create(
                SSLEngineProviderSetup.create(
                    starting ->
                        new CookieEngines(CREDENTIALS, new OutboundConnections(), LIMIT, starting)),
                BootstrapSetup.create(
                    ConfigFactory.parseMap(
                            Map.of(
                                "akka.remote.artery.canonical.hostname",
                                "127.0.0.1",
                                "akka.remote.artery.canonical.port",
                                0))
                        .withFallback(ConfigFactory.load()))));
    int port = Cluster.get(system).selfMember().address().getPort().orElseThrow();
    address = new InetSocketAddress("127.0.0.1", port);
  }

  @AfterEach
  void end() throws IOException {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    ActorTestKit.shutdown(system);
  }

  @Test
  void aStrangerThatSendsOnlyAHelloIsDisconnectedWhenOthersCome() throws IOException {
    Socket first = sayHello();
    for (int i = 0; i < MAX_HANDSHAKES; i++) {
      sayHello();
    }

    assertThatItEnds(first);
    assertThat(TlsProbe.of(CREDENTIALS, address, Duration.ofSeconds(30))).isEqualTo(Finding.FINE);
  }

  // It needs no cookie. Waits for the answer.
  private Socket sayHello() throws IOException {
    ByteBuffer hello = ByteBuffer.allocate(1 << 15);
    CREDENTIALS.engine(true).wrap(ByteBuffer.allocate(0), hello);
    Socket stranger = new Socket(address.getAddress(), address.getPort());
    strangers.add(stranger);
    stranger.setSoTimeout(30_000);
    stranger.getOutputStream().write(hello.array(), 0, hello.position());
    assertThat(stranger.getInputStream().read()).isEqualTo(22);
    return stranger;
  }

  private static void assertThatItEnds(Socket stranger) throws IOException {
    InputStream in = stranger.getInputStream();
    try {
      while (in.read() >= 0) {
        // The node's answer.
      }
    } catch (SocketException e) {
      // A reset is an end, too.
    }
  }
}
