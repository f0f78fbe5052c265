package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freezes nodes with SIGSTOP and thaws them: each comes back without a restart. */
@Tag(DistributedTests.TAG)
class FreezeTest {

  private static final boolean IN_FULL = Boolean.getBoolean("chat.test.full");
  private static final List<Integer> SECONDS = IN_FULL ? List.of(2, 10, 60) : List.of(2, 10);
  private static final Duration FORGET_AFTER = Duration.ofSeconds(IN_FULL ? 75 : 15);

  private static final Duration LONG_FORGOTTEN = Duration.ofSeconds(8);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String LOST = "note: the connection to the cluster was lost; rejoining";
  private static final String SOPHIE = "sophie@localhost";

  @TempDir Path home;

  private ChatProgram chat;
  private Path config;

  @Test
  void nodesThatFreezeAreBackAndOneThatWasForgottenRejoinsUnderTheLineBeingTyped()
      throws Exception {
    chat = new ChatProgram(home);
    config =
        Files.writeString(
            home.resolve("forget.conf"),
            "chat.cluster.forget-after = " + FORGET_AFTER.toSeconds() + " s");
    Map<Integer, Talker> frozen = new TreeMap<>();
    try (Talker alex = talker("alex");
        Talker sophie = talker("sophie");
        ScreenProcess kate = startKate(alex, sophie)) {
      for (int seconds : SECONDS) {
        frozen.put(seconds, talker("frozen-" + seconds));
      }
      List<Talker> talkers = new ArrayList<>(List.of(alex, sophie));
      for (Talker talker : frozen.values()) {
        talker.awaitReady();
        talkers.add(talker);
      }
      Talker.awaitPeers(talkers);
      kate.awaitScreen("^kate@localhost is ready, (.*\n)*chat\\(kate@localhost\\)>$", SOON);
      kate.type("/send sophie remember this\r");
      kate.awaitScreen("^ok$", SOON);
      sophie.node().awaitOutput("kate@localhost: remember this");
      kate.type("I am just typ");
      kate.awaitScreen("> I am just typ$", SOON);

      long since = System.nanoTime();
      kate.signal("STOP");
      for (Talker talker : frozen.values()) {
        talker.node().signal("STOP");
      }
      for (Map.Entry<Integer, Talker> entry : frozen.entrySet()) {
        converse(alex, sophie, since + Duration.ofSeconds(entry.getKey()).toNanos());
        Talker thawed = entry.getValue();
        thawed.node().signal("CONT");
        Talker.Talking talking = alex.keepSaying(thawed.name());
        alex.awaitAcknowledgement(thawed.name(), 0, SOON);
        talking.end();
        assertThat(thawed.say(alex.name())).isEqualTo("ok");
        assertThat(thawed.say(SOPHIE)).isEqualTo("ok");
      }
      assertThat(alex.say("kate@localhost")).isEqualTo("error: no connection to kate@localhost");
      for (Talker talker : List.of(alex, sophie)) {
        talker
            .node()
            .awaitErrorsLike(
                "note: kate@localhost was forgotten.*", 1, FORGET_AFTER.plusSeconds(15));
      }

      // No node has a trace of the other any more.
      converse(alex, sophie, System.nanoTime() + LONG_FORGOTTEN.toNanos());

      kate.signal("CONT");
      String back = "note: back, with " + alex.name() + ",.*"; // It is too long for a line.
      kate.awaitScreen(
          "^"
              + LOST
              + "\n(note: .*\n)*"
              + back
              + "\n(.*\n)*chat\\(kate@localhost\\)> I am just typ$",
          SOON);
      assertThat(alex.say("kate@localhost")).isEqualTo("ok");
      kate.awaitScreen(
          "^" + TIME + "alex@localhost: \\d+\nchat\\(kate@localhost\\)> I am just typ$", SOON);
      kate.type("\003");
      kate.awaitScreen("> I am just typ\nchat\\(kate@localhost\\)>$", SOON);
      kate.type("\020"); // Ctrl-P recalls the previous line.
      kate.awaitScreen(
          "> I am just typ\nchat\\(kate@localhost\\)> /send sophie remember this$", SOON);
      kate.type("\r");
      sophie.node().awaitOutput("kate@localhost: remember this");

      for (Talker talker : frozen.values()) {
        assertThat(talker.errors()).doesNotContain(LOST);
        alex.assertShownOnceAndInOrder(talker);
        talker.assertShownOnceAndInOrder(alex);
      }
      assertThat(alex.errors()).doesNotContain(LOST);
      assertThat(sophie.errors()).doesNotContain(LOST);
    } finally {
      frozen.values().forEach(Talker::close);
    }
  }

  /** Starts kate when the others are ready, so that she knows them as soon as she is ready. */
  private ScreenProcess startKate(Talker... others) throws Exception {
    for (Talker other : others) {
      other.awaitReady();
    }
    return chat.startOnScreen("--name", "kate", "--config", config.toString());
  }

  private Talker talker(String name) throws Exception {
    return new Talker(
        name + "@localhost", () -> chat.start("--name", name, "--config", config.toString()));
  }

  /** Lets two nodes chat until the given time. */
  private static void converse(Talker one, Talker other, long until) throws Exception {
    while (System.nanoTime() < until) {
      assertThat(one.say(other.name())).isEqualTo("ok");
      assertThat(other.say(one.name())).isEqualTo("ok");
    }
  }
}
