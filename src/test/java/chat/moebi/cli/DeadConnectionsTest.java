package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.NetworkHosts;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connections between live hosts go dead, or stay dead when the network is back: the nodes open
 * new ones, and none rejoins.
 */
@Tag(DistributedTests.TAG)
@Timeout(180)
class DeadConnectionsTest {

  /** The time until a node counts as unreachable. */
  private static final Duration NOTICED = Duration.ofSeconds(6);

  private static final Duration REACHED_AGAIN = Duration.ofSeconds(10);
  private static final Duration REACHED_AT_ANOTHER_ADDRESS = Duration.ofSeconds(15);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Long enough for TCP to wait several seconds between two attempts. */
  private static final long OUTAGE_SECONDS = 15;

  @TempDir Path home;

  private final Map<String, ChatProgram> programs = new HashMap<>();
  private Path cookie;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        NetworkHosts.arePossible(), "needs network namespaces: root, and iproute2 installed");
    cookie = home.resolve("cookie");
    CookieFile.create(cookie);
  }

  @Test
  void aFirewallThatForgetsTheConnectionsKeepsNodesApartForSecondsOnly() throws Exception {
    try (NetworkHosts hosts = new NetworkHosts(List.of("alex", "kate"));
        Talker alex = start(hosts, "alex");
        Talker kate = start(hosts, "kate")) {
      begin(alex, kate);
      String pid = spawnLinked(alex, "kate");

      hosts.forgetConnections("alex", "kate");
      long since = System.nanoTime();
      awaitApart(alex, kate);
      awaitTogether(alex, kate, REACHED_AGAIN.minusNanos(System.nanoTime() - since));

      assertThat(self(alex)).as("the link holds").isEqualTo(pid);
      assertNobodyRejoined(alex, kate);
    }
  }

  @Test
  void aLiveHostIsReachedAgainAtItsNewAddress() throws Exception {
    try (NetworkHosts hosts = new NetworkHosts(List.of("alex", "kate"));
        Talker alex = start(hosts, "alex");
        Talker kate = start(hosts, "kate");
        Talker zoe = start(hosts, "zoe", "kate", "2552")) {
      begin(alex, kate);
      zoe.awaitReady();
      Talker.awaitPeers(List.of(alex, kate, zoe));
      assertThat(zoe.say(kate.name())).isEqualTo("ok");

      hosts.move("kate");
      long since = System.nanoTime();
      awaitApart(alex, kate);
      awaitTogether(alex, kate, REACHED_AT_ANOTHER_ADDRESS.minusNanos(System.nanoTime() - since));
      awaitTogether(alex, zoe, REACHED_AT_ANOTHER_ADDRESS.minusNanos(System.nanoTime() - since));
      awaitTogether(kate, zoe, REACHED_AT_ANOTHER_ADDRESS.minusNanos(System.nanoTime() - since));

      assertNobodyRejoined(alex, kate, zoe);
    }
  }

  @Test
  void aNodeReportedAsReachableAgainAnswersAtOnce() throws Exception {
    try (NetworkHosts hosts = new NetworkHosts(List.of("alex", "kate"));
        Talker alex = start(hosts, "alex");
        Talker kate = start(hosts, "kate")) {
      begin(alex, kate);

      hosts.cut("kate");
      awaitApart(alex, kate);
      TimeUnit.SECONDS.sleep(OUTAGE_SECONDS); // The outage itself; there is nothing to wait for.
      hosts.heal("kate");
      awaitTogether(alex, kate, SOON);

      assertNobodyRejoined(alex, kate);
    }
  }

  private Talker start(NetworkHosts hosts, String name) throws Exception {
    return start(hosts, name, name, "2551");
  }

  private Talker start(NetworkHosts hosts, String name, String host, String port) throws Exception {
    if (!programs.containsKey(host)) { // The nodes of a host share a registry.
      programs.put(host, new ChatProgram(Files.createDirectory(home.resolve(host))));
    }
    ChatProgram chat = programs.get(host);
    List<String> arguments =
        List.of(
            "--name",
            name,
            "--host",
            host,
            "--bind",
            "0.0.0.0",
            "--port",
            port,
            "--join",
            "alex:2551,kate:2551",
            "--cookie-file",
            cookie.toString());
    List<String> command = hosts.on(host, chat.command(arguments.toArray(String[]::new)));
    return new Talker(name + "@" + host, () -> PipedProcess.start(command, chat.environment()));
  }

  private static void begin(Talker alex, Talker kate) throws Exception {
    alex.awaitReady();
    kate.awaitReady();
    Talker.awaitPeers(List.of(alex, kate));
    assertThat(alex.say(kate.name())).isEqualTo("ok");
    assertThat(kate.say(alex.name())).isEqualTo("ok");
  }

  /** Links the shell to a process on the other node, and returns the shell's pid. */
  private static String spawnLinked(Talker talker, String node) throws Exception {
    talker.node().type("/spawn " + node + " sleep 600000");
    return self(talker);
  }

  private static String self(Talker talker) throws Exception {
    talker.node().type("/self");
    talker.node().type("/nodes"); // Answered after it.
    List<String> pids =
        talker.node().outputUntil(talker.name() + " self").stream()
            .filter(line -> line.startsWith("<"))
            .toList();
    return pids.get(pids.size() - 1);
  }

  private static void awaitApart(Talker one, Talker other) throws Exception {
    one.node().awaitErrorsLike("note: " + other.name() + " cannot be reached", 1, NOTICED);
    other.node().awaitErrorsLike("note: " + one.name() + " cannot be reached", 1, NOTICED);
  }

  /** Waits until each reports that it can reach the other, and sends to it at that moment. */
  private static void awaitTogether(Talker one, Talker other, Duration limit) throws Exception {
    CompletableFuture<String> answer = sayWhenReachable(one, other, limit);
    assertThat(sayWhenReachable(other, one, limit).get()).isEqualTo("ok");
    assertThat(answer.get()).isEqualTo("ok");
  }

  private static CompletableFuture<String> sayWhenReachable(
      Talker talker, Talker other, Duration limit) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            String note = "note: " + other.name() + " can be reached again";
            talker.node().awaitErrorsLike(note, 1, limit);
            return talker.say(other.name());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        work -> new Thread(work, talker.name()).start());
  }

  private static void assertNobodyRejoined(Talker... talkers) {
    for (Talker talker : talkers) {
      assertThat(talker.errors())
          .noneMatch(line -> line.matches("error: .*|.*(rejoining|forgotten|died|left)"));
    }
  }
}
