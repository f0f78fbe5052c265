package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import akka.actor.Address;
import chat.moebi.cluster.PeerDiscovery.Peers;
import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.registry.Claim;
import chat.moebi.registry.Registry;
import chat.moebi.registry.RegistryEntry;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerDiscoveryTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final String AT = "127.0.0.1:4711";

  @TempDir private Path temporary;
  private Path directory;
  private Registry registry;
  private PeerDiscovery discovery;
  private final AtomicInteger watches = new AtomicInteger();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<ServerSocket> servers = new ArrayList<>();

  @BeforeEach
  void prepare() {
    directory = temporary.resolve("chat");
    registry = Registry.at(directory);
    discovery = discovery("");
  }

  private PeerDiscovery discovery(String join) {
    Settings alex =
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", "alex", "chat.join", join))
                .withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS);
    return new PeerDiscovery(alex.cluster(), registry, watches::incrementAndGet, notes::add);
  }

  @AfterEach
  void closeServers() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
  }

  @Test
  void aNeighbourIsFoundAgainWhenItIsNoLongerPresentAlthoughTheRegistryHasNotChanged()
      throws Exception {
    try (Claim kate = registry.claim(KATE, TestCookie.CREDENTIALS.fingerprints())) {
      kate.publish(1, AT);
      kate.ready();
      makeOld();
      assertThat(find(Set.of(AT)).neighbours()).isEmpty();
      assertThat(find(Set.of()).neighbours()).extracting(RegistryEntry::name).containsExactly(KATE);
      assertThat(find(Set.of(AT)).neighbours()).isEmpty();
    }
    assertThat(find(Set.of()).neighbours()).isEmpty();
  }

  @Test
  void aStartingNeighbourIsFoundByOtherStartingNodesAndByMembersWhenItIsReady() throws Exception {
    try (Claim kate = registry.claim(KATE, TestCookie.CREDENTIALS.fingerprints())) {
      kate.publish(1, AT);
      assertThat(find(Set.of(), true).neighbours()).hasSize(1);
      assertThat(find(Set.of()).neighbours()).isEmpty();
      kate.ready();
      assertThat(find(Set.of()).neighbours()).hasSize(1);
    }
  }

  @Test
  void aChangeDuringASearchIsNotMissed() throws Exception {
    try (Claim kate = registry.claim(KATE, TestCookie.CREDENTIALS.fingerprints())) {
      kate.publish(1, AT);
      FileTime now = FileTime.from(Instant.now());
      Files.setLastModifiedTime(directory, now);
      assertThat(find(Set.of()).neighbours()).isEmpty();
      kate.ready();
      Files.setLastModifiedTime(directory, now);
      assertThat(find(Set.of()).neighbours()).hasSize(1);
    }
  }

  @Test
  void theNodeItselfAndNodesWithoutAnAddressOrWithAnotherCookieAreNoNeighbours() throws Exception {
    List<Fingerprint> cookies = TestCookie.CREDENTIALS.fingerprints();
    try (Claim alex = registry.claim(NodeName.parse("alex@localhost"), cookies);
        Claim kate = registry.claim(KATE, List.of(new Fingerprint("ab12")));
        Claim rex = registry.claim(NodeName.parse("rex@localhost"), cookies)) {
      alex.publish(1, AT);
      kate.publish(2, "127.0.0.1:4712");
      assertThat(registry.entries()).contains(rex.entry()).hasSize(3);
      assertThat(find(Set.of(), true).neighbours()).isEmpty();
    }
  }

  @Test
  void eachSearchChecksTheNodesOwnFilesInTheRegistry() throws Exception {
    find(Set.of());
    find(Set.of());
    assertThat(watches).hasValue(2);
  }

  @Test
  void aFaultOfAContactPointIsAnnouncedOnceAndAnotherFaultAgain() throws Exception {
    int port = open().getPort().get();
    closeServers();
    discovery = discovery("127.0.0.1:" + port);
    find(Set.of());
    assertThat(find(Set.of()).contacts())
        .containsExactly(entry(new ContactPoint("127.0.0.1", port), Finding.NOBODY));
    assertThat(notes)
        .containsExactly("nobody answers at 127.0.0.1:" + port + " yet; it is asked again");

    ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    servers.add(server);
    new Thread(() -> speakNonsense(server)).start();
    find(Set.of());
    find(Set.of());
    assertThat(notes)
        .hasSize(2)
        .endsWith(
            "127.0.0.1:"
                + port
                + " is no node of the chat; check --join, and --port there; it is asked again");

    closeServers();
    assertThat(find(Set.of()).contacts()).containsValue(Finding.NOBODY);
    assertThat(notes).as("the end of a node is announced as that of a node").hasSize(2);
  }

  @Test
  void thePeersToAskAreNeighboursFormerPeersAndContactPointsOfTheSameCookie() {
    RegistryEntry kate = RegistryEntry.starting(KATE, List.of()).startedAt(1, AT);
    Map<ContactPoint, Finding> contacts =
        Map.of(
            new ContactPoint("a", 1), Finding.FINE,
            new ContactPoint("b", 2), Finding.NO_NODE,
            new ContactPoint("c", 3), Finding.NOBODY);
    Address moebi = PeerAddress.at("moebi.example:4");

    assertThat(new Peers(List.of(kate), contacts, List.of(moebi)).addresses())
        .containsExactlyInAnyOrder(moebi, PeerAddress.at(AT), PeerAddress.at("a:1"));
  }

  @Test
  void aContactPointThatIsPresentIsNotProbed() throws Exception {
    discovery = discovery(AT);
    assertThat(find(Set.of(AT)).contacts()).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void aFormerPeerIsFoundWhileSomethingListensAtItsAddress() throws Exception {
    Address kate = open();
    discovery.remember(kate);
    assertThat(find(Set.of()).formerPeers()).containsExactly(kate);
    assertThat(find(Set.of(PeerAddress.hostAndPort(kate))).formerPeers()).isEmpty();
    closeServers();
    assertThat(find(Set.of()).formerPeers()).isEmpty();
  }

  @Test
  void aNodeThatMayBeInAnotherClusterIsFoundAndDoesNotCountAsMet() throws Exception {
    Address kate = open();
    discovery.lookFor(kate);
    assertThat(find(Set.of()).formerPeers()).containsExactly(kate);
    assertThat(discovery.meetings()).isZero();
    discovery.remember(kate);
    assertThat(discovery.meetings()).isEqualTo(1);
  }

  @Test
  void aDeadFormerPeerIsNotLookedForAgain() throws Exception {
    Address kate = open();
    discovery.remember(kate);
    closeServers();
    assertThat(find(Set.of()).formerPeers()).isEmpty();
    servers.add(new ServerSocket(kate.getPort().get(), 50, InetAddress.getLoopbackAddress()));
    assertThat(find(Set.of()).formerPeers()).isEmpty();
  }

  @Test
  void formerPeersAreCheckedInTurnAndThePreferredOneAlways() throws Exception {
    List<Address> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(open());
      discovery.remember(all.get(i));
    }
    discovery.prefer(all.get(3), false);
    for (int turn = 0; turn < 2; turn++) {
      List<Address> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<Address> some = find(Set.of()).formerPeers();
        assertThat(some).hasSizeLessThan(10).contains(all.get(3));
        found.addAll(some);
      }
      assertThat(found).containsAll(all);
    }
  }

  @Test
  void aNodeThatIsNoLongerPreferredStaysAFormerPeerUnlessItHasLeft() throws Exception {
    Address kate = open();
    Address rex = open();
    discovery.prefer(kate, false);
    discovery.prefer(rex, false);
    assertThat(find(Set.of()).formerPeers()).containsExactlyInAnyOrder(kate, rex);

    discovery.forget(rex);
    assertThat(find(Set.of()).formerPeers()).containsExactlyInAnyOrder(kate, rex);
    discovery.prefer(kate, false);
    assertThat(find(Set.of()).formerPeers()).containsExactly(kate);
  }

  @Test
  void thatAnActorSystemGaveWayBeforeItWasWithAnotherNodeIsAnsweredOnce() throws Exception {
    assertThat(discovery.takeQuiet()).isFalse();
    discovery.prefer(open(), true);
    assertThat(discovery.takeQuiet()).isTrue();
    assertThat(discovery.takeQuiet()).isFalse();
    discovery.prefer(open(), false);
    assertThat(discovery.takeQuiet()).isFalse();
  }

  @Test
  void formerPeersAreFoundWithoutTheRegistry() throws Exception {
    Address kate = open();
    discovery.remember(kate);
    Files.move(directory, temporary.resolve("elsewhere"));
    Files.createFile(directory);
    Peers found = find(Set.of());
    assertThat(found.neighbours()).isEmpty();
    assertThat(found.formerPeers()).containsExactly(kate);
  }

  private Peers find(Set<String> present) throws Exception {
    return find(present, false);
  }

  private Peers find(Set<String> present, boolean isStarting) throws Exception {
    Executor threads = work -> new Thread(work).start();
    return (isStarting ? discovery.findForStart(threads) : discovery.find(present, threads))
        .get(20, TimeUnit.SECONDS);
  }

  // A directory that has just changed is read again, because it may change within the same time.
  private void makeOld() throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
  }

  private static void speakNonsense(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getOutputStream().write("no TLS at all\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test has closed the server.
    }
  }

  private Address open() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    servers.add(server);
    return PeerAddress.at("127.0.0.1:" + server.getLocalPort());
  }
}
