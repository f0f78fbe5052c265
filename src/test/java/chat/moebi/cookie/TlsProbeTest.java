package chat.moebi.cookie;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import akka.actor.Address;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import chat.moebi.cookie.Listener.Manner;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.testing.StartsActorSystem;
import com.typesafe.config.ConfigFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// On separate threads, since a wait for a socket cannot be interrupted.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TlsProbeTest {

  /** A limit that no test reaches, or the tests would take too long. */
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A limit that is reached before the probe returns. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Cookie OLD = Cookie.generate();
  private static final Cookie NEW = Cookie.generate();
  private static final Credentials CREDENTIALS = Credentials.of(List.of(NEW));

  private final CountDownLatch isOver = new CountDownLatch(1);

  // Otherwise the first test would spend its short limit on the loading of classes.
  @BeforeAll
  static void loadTls() throws SSLException {
    Handshake.between(CREDENTIALS.engine(true), CREDENTIALS.engine(false));
  }

  @AfterEach
  void end() {
    isOver.countDown();
  }

  @Nested
  class ANode {

    @Test
    void ofTheSameCookieIsFine() throws Exception {
      assertThat(found(CREDENTIALS, node(NEW))).isEqualTo(Finding.FINE);
    }

    @Test
    void thatIsAStepAheadInChangingTheCookieIsFine() throws Exception {
      assertThat(found(Credentials.of(List.of(OLD, NEW)), node(NEW, OLD))).isEqualTo(Finding.FINE);
      assertThat(found(Credentials.of(List.of(NEW, OLD)), node(OLD, NEW))).isEqualTo(Finding.FINE);
    }

    @Test
    void withAnotherCookieIsRecognized() throws Exception {
      assertThat(found(CREDENTIALS, node(OLD))).isEqualTo(Finding.OTHER_COOKIE);
    }

    @Test
    void thatRefusesOurCookieHasAnotherThoughWeAcceptIts() throws Exception {
      assertThat(found(Credentials.of(List.of(OLD, NEW)), node(NEW)))
          .isEqualTo(Finding.OTHER_COOKIE);
    }

    @Test
    void whoseCookieWeRefuseHasAnotherThoughItAcceptsOurs() throws Exception {
      assertThat(found(CREDENTIALS, node(OLD, NEW))).isEqualTo(Finding.OTHER_COOKIE);
    }

    @Test
    void seesAConnectionThatEndsWell() throws Exception {
      Manner node = node(NEW);
      try (Listener listener = Listener.that(node)) {
        TlsProbe.of(CREDENTIALS, listener.address(), LONG);

        assertThatNoException().isThrownBy(listener::join);
      }
    }

    @Test
    void thatEndsBeforeItHasJudgedUsIsNobody() throws Exception {
      Manner dying = relay(node(NEW), client -> {});

      assertThat(found(CREDENTIALS, dying)).isEqualTo(Finding.NOBODY);
    }

    @Test
    void thatDiesBeforeItHasSaidAWordIsNobody() throws Exception {
      AtomicReference<Listener> listens = new AtomicReference<>();
      Manner dying =
          client -> {
            skip(client.getInputStream());
            listens.get().close();
          };
      try (Listener listener = Listener.that(dying)) {
        listens.set(listener);

        assertThat(found(CREDENTIALS, listener.address())).isEqualTo(Finding.NOBODY);
      }
    }

    @Test
    void thatTakesTooLongToJudgeUsIsNobody() throws Exception {
      Manner slow = relay(node(NEW), client -> isOver.await());

      assertThat(foundAtTheLimit(slow)).isEqualTo(Finding.NOBODY);
    }

    // Passes bytes on until the client has sent everything, and then treats the client.
    private Manner relay(Manner node, Manner ending) {
      return client -> {
        try (Listener behind = Listener.that(node);
            Socket server = new Socket()) {
          server.connect(behind.address());
          Thread answers = new Thread(() -> copy(server, client));
          answers.setDaemon(true);
          answers.start();
          DataInputStream in = new DataInputStream(client.getInputStream());
          byte[] record = record(in);
          while (record[0] != 23) { // Encrypted records: the certificate and all that follows.
            server.getOutputStream().write(record);
            record = record(in);
          }
          ending.treat(client);
        }
      };
    }

    private void copy(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side has closed the connection.
      }
    }

    private byte[] record(DataInputStream in) throws IOException {
      byte[] head = in.readNBytes(5);
      int length = (head[3] & 0xff) << 8 | head[4] & 0xff;
      byte[] record = new byte[5 + length];
      System.arraycopy(head, 0, record, 0, 5);
      in.readFully(record, 5, length);
      return record;
    }
  }

  /** Probes the listeners that Akka opens in nodes. */
  @Nested
  @StartsActorSystem
  class AnActorSystem {

    @Test
    void withTheSameCookieIsFine() {
      assertThat(found(CREDENTIALS, CREDENTIALS)).isEqualTo(Finding.FINE);
    }

    @Test
    void withAnotherCookieIsRecognized() {
      assertThat(found(CREDENTIALS, Credentials.of(List.of(OLD)))).isEqualTo(Finding.OTHER_COOKIE);
    }

    @Test
    void thatRefusesOurCookieHasAnotherThoughWeAcceptIts() {
      assertThat(found(Credentials.of(List.of(OLD, NEW)), CREDENTIALS))
          .isEqualTo(Finding.OTHER_COOKIE);
    }

    @Test
    void withoutACookieIsNoNode() {
      assertThat(found(CREDENTIALS, Credentials.none())).isEqualTo(Finding.NO_NODE);
    }

    private Finding found(Credentials probing, Credentials probed) {
      BootstrapSetup configuration =
          BootstrapSetup.create(
              ConfigFactory.parseMap(
                      Map.of(
                          "akka.remote.artery.transport",
                          probed.isNone() ? "tcp" : "tls-tcp",
                          "akka.remote.artery.canonical.hostname",
                          "127.0.0.1",
                          "akka.remote.artery.canonical.port",
                          0))
                  .withFallback(ConfigFactory.load()));
      ActorSystem<Void> system =
          ActorSystem.create(
              Behaviors.empty(),
              "probed",
              probed.isNone()
                  ? ActorSystemSetup.create(configuration)
                  : ActorSystemSetup.create(configuration, CookieEngines.setup(probed)));
      try {
        Address address = Cluster.get(system).selfMember().address();
        return TlsProbeTest.this.found(
            probing, new InetSocketAddress("127.0.0.1", address.getPort().orElseThrow()));
      } finally {
        ActorTestKit.shutdown(system);
      }
    }
  }

  @Nested
  class NoNode {

    @Test
    void isAServerThatAnswersInPlainText() throws Exception {
      assertThat(
              found(
                  CREDENTIALS,
                  client -> {
                    skip(client.getInputStream());
                    say(client, "HTTP/1.1 400 Bad Request\r\n\r\n");
                  }))
          .isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerThatSpeaksFirst() throws Exception {
      assertThat(
              found(
                  CREDENTIALS,
                  client -> {
                    say(client, "220 mail.example ESMTP\r\n");
                    isOver.await();
                  }))
          .isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerThatClosesTheConnectionAtOnce() throws Exception {
      assertThat(found(CREDENTIALS, client -> {})).isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerThatClosesTheConnectionAfterTheHello() throws Exception {
      assertThat(found(CREDENTIALS, client -> skip(client.getInputStream())))
          .isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerThatResetsTheConnectionAfterTheHello() throws Exception {
      assertThat(
              found(
                  CREDENTIALS,
                  client -> {
                    skip(client.getInputStream());
                    client.setSoLinger(true, 0);
                  }))
          .isEqualTo(Finding.NO_NODE);
    }

    @ParameterizedTest
    @ValueSource(
        bytes = {
          0, // The peer closes.
          40, // The handshake has failed.
          70, // The version is not supported.
          90 // A user has cancelled it.
        })
    void isAServerThatSendsAnAlertAndNoCertificate(byte why) throws Exception {
      assertThat(
              found(
                  CREDENTIALS,
                  client -> {
                    skip(client.getInputStream());
                    client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 1, why});
                    client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 1, 0});
                    isOver.await();
                  }))
          .isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerWithACertificateByAnAuthority() throws Exception {
      Manner server = tls(Stranger.named("CN=kate.example", "RSA").keyManagers(), Set.of(), false);

      assertThat(found(CREDENTIALS, server)).isEqualTo(Finding.NO_NODE);
    }

    @Test
    void isAServerOfOldTls() throws Exception {
      SSLContext context =
          Handshake.context(Stranger.named("CN=kate.example", "RSA").keyManagers(), Set.of());
      Manner server =
          client -> {
            SSLSocket socket = over(client, context);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
          };

      assertThat(found(CREDENTIALS, server)).isEqualTo(Finding.NO_NODE);
    }
  }

  @Nested
  class Nobody {

    @Test
    void isAPortWithoutAListener() throws Exception {
      ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      closed.close();

      assertThat(found(CREDENTIALS, address(closed))).isEqualTo(Finding.NOBODY);
    }

    @Test
    void isAnAddressThatCannotBeResolved() {
      assertThat(found(CREDENTIALS, InetSocketAddress.createUnresolved("kate.invalid", 2551)))
          .isEqualTo(Finding.NOBODY);
    }

    @Test
    void isAListenerThatAcceptsNoConnections() throws Exception {
      try (ServerSocket stuck = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        assertThat(foundAtTheLimit(address(stuck))).isEqualTo(Finding.NOBODY);
      }
    }

    @Test
    void isASilentServer() throws Exception {
      assertThat(foundAtTheLimit(client -> isOver.await())).isEqualTo(Finding.NOBODY);
    }

    @Test
    void isAServerWhoseRecordNeverEnds() throws Exception {
      Manner dripping =
          client -> {
            // A long record of a handshake.
            client.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
            while (!isOver.await(10, TimeUnit.MILLISECONDS)) {
              client.getOutputStream().write(2);
            }
          };

      assertThat(foundAtTheLimit(dripping)).isEqualTo(Finding.NOBODY);
    }
  }

  @Nested
  class WithoutACookie {

    @Test
    void anyListenerIsFine() throws Exception {
      assertThat(found(Credentials.none(), client -> isOver.await())).isEqualTo(Finding.FINE);
    }

    @Test
    void aPortWithoutAListenerIsNobody() throws Exception {
      ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      closed.close();

      assertThat(found(Credentials.none(), address(closed))).isEqualTo(Finding.NOBODY);
    }
  }

  private Finding found(Credentials credentials, Manner manner) throws IOException {
    try (Listener listener = Listener.that(manner)) {
      return found(credentials, listener.address());
    }
  }

  private Finding found(Credentials credentials, InetSocketAddress address) {
    long start = System.nanoTime();
    Finding finding = TlsProbe.of(credentials, address, LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    return finding;
  }

  private Finding foundAtTheLimit(Manner manner) throws IOException {
    try (Listener listener = Listener.that(manner)) {
      return foundAtTheLimit(listener.address());
    }
  }

  private Finding foundAtTheLimit(InetSocketAddress address) {
    long start = System.nanoTime();
    Finding finding = TlsProbe.of(CREDENTIALS, address, SHORT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.dividedBy(2), LONG);
    return finding;
  }

  // A node that offers the first cookie and accepts all.
  private static Manner node(Cookie... cookies) throws Exception {
    KeyManager[] keys = {OfferedKey.of(Identity.of(cookies[0]))};
    return tls(keys, Set.copyOf(Credentials.of(List.of(cookies)).fingerprints()), true);
  }

  private static Manner tls(KeyManager[] keys, Set<Fingerprint> accepted, boolean needsClient)
      throws Exception {
    SSLContext context = Handshake.context(keys, accepted);
    return client -> {
      SSLSocket socket = over(client, context);
      socket.setNeedClientAuth(needsClient);
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    };
  }

  private static SSLSocket over(Socket client, SSLContext context) throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(client, InputStream.nullInputStream(), true);
  }

  private static InetSocketAddress address(ServerSocket server) {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  // Skips the other side's first message.
  private static void skip(InputStream in) throws IOException {
    assertThat(in.read(new byte[1 << 14])).isPositive();
  }
}
