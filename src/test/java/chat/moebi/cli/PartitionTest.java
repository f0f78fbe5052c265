package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cli.Talker.Talking;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks and mends the links between hosts: the nodes find each other again by themselves. */
@Tag(DistributedTests.TAG)
class PartitionTest {

  private static final boolean IN_FULL = Boolean.getBoolean("chat.test.full");
  private static final Duration SHORT = Duration.ofSeconds(IN_FULL ? 30 : 8);
  private static final Duration FORGET_AFTER = Duration.ofSeconds(IN_FULL ? 45 : 15);

  /** The time in which nodes that can reach each other become one cluster again. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The time after which both sides have forgotten each other. */
  private static final Duration FORGOTTEN = FORGET_AFTER.plusSeconds(15);

  /** The time after which no node has a trace of the other any more. */
  private static final Duration LONG_FORGOTTEN = Duration.ofSeconds(8);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final String LOST = "note: the connection to the cluster was lost; rejoining";
  private static final String CONTACTS = "alex:2551,tom:2551,kate:2551";

  @TempDir Path home;

  private final Map<String, ChatProgram> programs = new HashMap<>();
  private Path cookie;
  private Path config;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        NetworkHosts.arePossible(), "needs network namespaces: root, and iproute2 installed");
    cookie = home.resolve("cookie");
    CookieFile.create(cookie);
    config =
        Files.writeString(
            home.resolve("forget.conf"),
            "chat.cluster.forget-after = " + FORGET_AFTER.toSeconds() + " s");
  }

  @Test
  void aHostThatIsCutOffIsReachedAgainAndNothingRestartsUnlessItWasForgotten() throws Exception {
    try (NetworkHosts hosts = new NetworkHosts(List.of("alex", "tom", "kate"));
        Talker alex = start(hosts, "alex");
        Talker tom = start(hosts, "tom");
        Talker kate = start(hosts, "kate")) {
      List<Talker> all = List.of(alex, tom, kate);
      for (Talker talker : all) {
        talker.awaitReady();
      }
      Talker.awaitPeers(all);
      allChat(all);

      hosts.blackhole("alex", "kate");
      Talking talking = tom.keepSaying(alex.name(), kate.name()); // Both go on chatting.
      assertThat(alex.say(kate.name())).matches("error: no (answer|connection) .*");
      assertThat(kate.say(alex.name())).matches("error: no (answer|connection) .*");
      awaitNotes(alex, kate.name() + " cannot be reached", 1, SOON);
      awaitNotes(kate, alex.name() + " cannot be reached", 1, SOON);
      assertNoConnectionAtOnce(alex, kate);
      hosts.heal("alex", "kate");
      awaitNotes(alex, kate.name() + " can be reached again", 1, SOON);
      awaitNotes(kate, alex.name() + " can be reached again", 1, SOON);
      allChat(all);

      hosts.cut("kate");
      converse(alex, tom, SHORT);
      awaitNotes(alex, kate.name() + " cannot be reached", 2, SOON);
      awaitNotes(kate, alex.name() + " cannot be reached", 2, SOON);
      awaitNotes(kate, tom.name() + " cannot be reached", 1, SOON);
      awaitNotes(tom, kate.name() + " cannot be reached", 1, SOON);
      hosts.heal("kate");
      awaitNotes(alex, kate.name() + " can be reached again", 2, SOON);
      awaitNotes(kate, alex.name() + " can be reached again", 2, SOON);
      awaitNotes(kate, tom.name() + " can be reached again", 1, SOON);
      awaitNotes(tom, kate.name() + " can be reached again", 1, SOON);
      allChat(all);
      for (Talker talker : all) {
        assertThat(talker.errors()).doesNotContain(LOST).noneMatch(l -> l.contains("forgotten"));
      }

      hosts.cut("kate");
      awaitNotes(alex, kate.name() + " was forgotten.*", 1, FORGOTTEN);
      awaitNotes(kate, alex.name() + " was forgotten.*", 1, FORGOTTEN);
      awaitNotes(kate, tom.name() + " was forgotten.*", 1, FORGOTTEN);
      assertNoConnectionAtOnce(alex, kate);
      assertNoConnectionAtOnce(kate, tom);
      converse(alex, tom, LONG_FORGOTTEN);
      hosts.heal("kate");
      kate.node().awaitErrorsLike(LOST, 1, SOON);
      awaitNotes(kate, "back, with alex@alex, tom@tom", 1, SOON);
      talking.end();
      allChat(all);
      assertThat(alex.errors()).doesNotContain(LOST);
      assertThat(tom.errors()).doesNotContain(LOST);
      for (Talker sender : all) {
        for (Talker recipient : all) {
          sender.assertShownOnceAndInOrder(recipient);
        }
      }
    }
  }

  @Test
  void twoClustersThatFormedApartBecomeOne() throws Exception {
    try (NetworkHosts hosts = new NetworkHosts(List.of("alex", "tom", "kate"))) {
      hosts.cut("kate");
      try (Talker alex = start(hosts, "alex");
          Talker tom = start(hosts, "tom");
          Talker kate = start(hosts, "kate")) {
        alex.awaitReady();
        tom.awaitReady();
        kate.awaitReady();
        try (Talker zoe = start(hosts, "zoe", "kate", "2552")) {
          zoe.awaitReady();
          allChat(List.of(alex, tom));
          allChat(List.of(kate, zoe));
          assertNoConnectionAtOnce(alex, kate);

          hosts.heal("kate");
          long since = System.nanoTime();
          List<Talker> all = List.of(alex, tom, kate, zoe);
          for (Talker sender : all) {
            Talking talking =
                sender.keepSaying(
                    all.stream().filter(t -> t != sender).map(Talker::name).toArray(String[]::new));
            for (Talker recipient : all) {
              if (recipient != sender) {
                sender.awaitAcknowledgement(
                    recipient.name(), 0, SOON.minus(Duration.ofNanos(System.nanoTime() - since)));
              }
            }
            talking.end();
          }
          allChat(all);
          for (Talker sender : all) {
            for (Talker recipient : all) {
              sender.assertShownOnceAndInOrder(recipient);
            }
          }
        }
      }
    }
  }

  private Talker start(NetworkHosts hosts, String name) throws Exception {
    return start(hosts, name, name, "2551");
  }

  private Talker start(NetworkHosts hosts, String name, String host, String port) throws Exception {
    if (!programs.containsKey(host)) {
      programs.put(host, new ChatProgram(Files.createDirectory(home.resolve(host))));
    }
    ChatProgram chat = programs.get(host);
    List<String> command =
        hosts.on(
            host,
            chat.command(
                "--name",
                name,
                "--host",
                host,
                "--port",
                port,
                "--join",
                CONTACTS,
                "--cookie-file",
                cookie.toString(),
                "--config",
                config.toString()));
    return new Talker(name + "@" + host, () -> PipedProcess.start(command, chat.environment()));
  }

  private static void allChat(List<Talker> talkers) throws Exception {
    for (Talker sender : talkers) {
      for (Talker recipient : talkers) {
        if (recipient != sender) {
          assertThat(sender.say(recipient.name()))
              .as("%s to %s\n%s\n%s", sender.name(), recipient.name(), sender, recipient)
              .isEqualTo("ok");
        }
      }
    }
  }

  /** Lets two nodes chat for a time. */
  private static void converse(Talker one, Talker other, Duration time) throws Exception {
    long since = System.nanoTime();
    while (System.nanoTime() - since < time.toNanos()) {
      assertThat(one.say(other.name())).isEqualTo("ok");
      assertThat(other.say(one.name())).isEqualTo("ok");
    }
  }

  private static void assertNoConnectionAtOnce(Talker sender, Talker recipient) throws Exception {
    long since = System.nanoTime();
    assertThat(sender.say(recipient.name()))
        .isEqualTo("error: no connection to " + recipient.name());
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(AT_ONCE);
  }

  private static void awaitNotes(Talker talker, String note, int number, Duration limit)
      throws Exception {
    talker.node().awaitErrorsLike("note: " + note, number, limit);
  }
}
