package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose clocks are an hour off work as ever. */
@Tag(DistributedTests.TAG)
class ClockTest {

  private static final String NO_ANSWER = "error: (no answer from|no connection to) %s.*";

  @TempDir Path home;

  private ChatProgram chat;

  @Test
  void nodesWhoseClocksAreAnHourOffChatAndWaitForTheirTimeouts() throws Exception {
    assumeTrue(isFaketimeInstalled(), "needs faketime");
    chat = new ChatProgram(home);
    try (Talker alex = ready(new Talker("alex@localhost", () -> chat.start("--name", "alex")));
        Talker kate = anHourOff("kate", "+1h");
        Talker sophie = anHourOff("sophie", "-1h")) {
      List<Talker> all = List.of(alex, kate, sophie);
      for (Talker sender : all) {
        for (Talker recipient : all) {
          if (sender != recipient) {
            assertThat(sender.say(recipient.name())).isEqualTo("ok");
          }
        }
      }
      assertThat(hourOf(kate)).isNotEqualTo(hourOf(alex));
      assertThat(hourOf(sophie)).isNotEqualTo(hourOf(alex));

      alex.node().signal("STOP");
      long since = System.nanoTime();
      assertThat(kate.say(alex.name())).matches(NO_ANSWER.formatted(alex.name()));
      assertThat(sophie.say(alex.name())).matches(NO_ANSWER.formatted(alex.name()));
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofSeconds(1));
      alex.node().signal("CONT");
      for (Talker talker : List.of(kate, sophie)) {
        Talker.Talking talking = talker.keepSaying(alex.name());
        talker.awaitAcknowledgement(alex.name(), 1, PipedProcess.PATIENCE);
        talking.end();
        talker.assertShownOnceAndInOrder(alex);
      }
      assertThat(kate.say(sophie.name())).isEqualTo("ok");
      assertThat(all).allSatisfy(t -> assertThat(t.errors()).noneMatch(l -> l.contains("lost")));
    }
  }

  // Only the time of day: the JVM waits by the monotonic clock, which nobody sets.
  private Talker anHourOff(String name, String offset) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("faketime", "-m", "--exclude-monotonic", "-f", offset));
    command.addAll(chat.command("--name", name));
    Map<String, String> environment = chat.environment();
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // With it, no wait of a JVM ends.
    return ready(new Talker(name + "@localhost", () -> PipedProcess.start(command, environment)));
  }

  private static Talker ready(Talker talker) throws Exception {
    talker.awaitReady();
    return talker;
  }

  /** Returns the hour of the day at which a node began its log. */
  private String hourOf(Talker talker) throws IOException {
    String first = Files.readAllLines(chat.logs().resolve(talker.name() + ".log")).get(0);
    return first.replaceFirst("^.*?(\\d\\d):\\d\\d:\\d\\d.*$", "$1");
  }

  private static boolean isFaketimeInstalled() throws InterruptedException {
    try (PipedProcess faketime =
        PipedProcess.start(
            List.of("faketime", "--version"), Map.of("PATH", System.getenv("PATH")))) {
      return faketime.awaitExit() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
