package chat.moebi.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import chat.moebi.node.Lookout.Sight;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookoutTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final String AT = "127.0.0.1:4711";

  @TempDir private Path temporary;
  private Path directory;
  private Registry registry;
  private Lookout lookout;
  private final List<ServerSocket> doors = new ArrayList<>();

  @BeforeEach
  void prepare() {
    directory = temporary.resolve("chat");
    registry = Registry.at(directory);
    Settings alex =
        Settings.from(
            ConfigFactory.parseMap(Map.of("chat.name", "alex")).withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS);
    lookout = new Lookout(alex, registry, () -> {}, note -> {});
  }

  @AfterEach
  void closeDoors() throws IOException {
    for (ServerSocket door : doors) {
      door.close();
    }
  }

  @Test
  void aNeighbourIsFoundAgainWhenItIsNoLongerPresentThoughTheRegistryIsAsBefore() throws Exception {
    try (Claim kate = registry.claim(KATE, TestCookie.CREDENTIALS.fingerprints())) {
      kate.publish(1, AT);
      kate.ready();
      makeOld();
      assertThat(look(Set.of(AT)).neighbours()).isEmpty();
      assertThat(look(Set.of()).neighbours()).extracting(RegistryEntry::name).containsExactly(KATE);
      assertThat(look(Set.of(AT)).neighbours()).isEmpty();
    }
    assertThat(look(Set.of()).neighbours()).isEmpty();
  }

  @Test
  void aNeighbourThatIsStartingIsFoundByOneThatIsStartingTooAndByOthersWhenItIsReady()
      throws Exception {
    try (Claim kate = registry.claim(KATE, TestCookie.CREDENTIALS.fingerprints())) {
      kate.publish(1, AT);
      assertThat(look(Set.of(), true).neighbours()).hasSize(1);
      assertThat(look(Set.of()).neighbours()).isEmpty();
      kate.ready();
      assertThat(look(Set.of()).neighbours()).hasSize(1);
    }
  }

  @Test
  void anAcquaintanceIsFoundWhileSomethingListensThere() throws Exception {
    Address kate = open();
    lookout.meet(kate);
    assertThat(look(Set.of()).acquaintances()).containsExactly(kate);
    assertThat(look(Set.of(PeerAddress.hostAndPort(kate))).acquaintances()).isEmpty();
    closeDoors();
    assertThat(look(Set.of()).acquaintances()).isEmpty();
  }

  @Test
  void anAcquaintanceThatIsDeadIsLookedForNoMore() throws Exception {
    Address kate = open();
    lookout.meet(kate);
    closeDoors();
    assertThat(look(Set.of()).acquaintances()).isEmpty();
    doors.add(new ServerSocket(kate.getPort().get(), 50, InetAddress.getLoopbackAddress()));
    assertThat(look(Set.of()).acquaintances()).isEmpty();
  }

  @Test
  void manyAcquaintancesAreTriedInTurnAndThePreferredOneAlways() throws Exception {
    List<Address> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(open());
      lookout.meet(all.get(i));
    }
    lookout.prefer(all.get(3));
    List<Address> found = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Address> some = look(Set.of()).acquaintances();
      assertThat(some).hasSizeLessThan(10).contains(all.get(3));
      found.addAll(some);
    }
    assertThat(found).containsAll(all);
  }

  @Test
  void aRegistryThatIsGoneHidesNoAcquaintance() throws Exception {
    Address kate = open();
    lookout.meet(kate);
    Files.move(directory, temporary.resolve("elsewhere"));
    Files.createFile(directory);
    Sight sight = look(Set.of());
    assertThat(sight.neighbours()).isEmpty();
    assertThat(sight.acquaintances()).containsExactly(kate);
  }

  private Sight look(Set<String> present) throws Exception {
    return look(present, false);
  }

  private Sight look(Set<String> present, boolean isStarting) throws Exception {
    return lookout
        .look(present, isStarting, work -> new Thread(work).start())
        .get(20, TimeUnit.SECONDS);
  }

  // Of a directory that has just changed it is not known whether it has changed again.
  private void makeOld() throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
  }

  private Address open() throws IOException {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    doors.add(door);
    return PeerAddress.at("127.0.0.1:" + door.getLocalPort());
  }
}
