package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.cli.Talker.Talking;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills nodes with SIGKILL: the others live, chat on, and admit new nodes. */
@Tag(DistributedTests.TAG)
class DeathsTest {

  private static final int RETURNS = Boolean.getBoolean("chat.test.full") ? 50 : 5;

  private static final String KATE = "kate@localhost";
  private static final String SOPHIE = "sophie@localhost";
  private static final String TOM = "tom@localhost";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void aDeathDuringAMessageIsReportedInTimeAndOtherConversationsGoOn() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (PipedProcess moebi = chat.startNode("moebi");
        PipedProcess tom = chat.startNode("tom");
        Talker sophie = talker("sophie");
        // Moebi answers, and waits until this is shown, before he acknowledges.
        Chat alex =
            TestChats.inCluster(
                "alex", chat, "", Functions.installed(), (from, text) -> hold(held))) {
      sophie.awaitReady();
      Talking talking = sophie.keepSaying(TOM);
      CompletableFuture<SendResult> result = alex.send("moebi", "hi").toCompletableFuture();
      moebi.awaitOutput("alex@localhost: hi");
      moebi.kill();
      assertThat(result.get(Talker.IN_TIME.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOfAny(SendResult.NoAnswer.class, SendResult.NoConnection.class);
      tom.awaitError("note: moebi@localhost died");
      talking.end();
      assertThat(alex.send("tom", "hi").toCompletableFuture().join())
          .isInstanceOf(SendResult.Completed.class);
      tom.awaitOutput(
          "alex@localhost: hi"); // By then the test has read everything that tom showed before.
      assertThat(sophie.errors()).noneMatch(line -> line.startsWith("error: "));
      sophie.assertShownOnceAndInOrder(TOM, tom.output());
      assertThat(sophie.acknowledgements(TOM)).isPositive();
    } finally {
      held.countDown();
    }
  }

  private static void hold(CountDownLatch held) throws IOException {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void textsOfADeadSenderAreShownAtMostOnce() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      try (PipedProcess alex = chat.start("--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
        alex.typeBytes(
            IntStream.range(0, 5_000)
                .mapToObj(i -> "@kate " + i + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8));
        kate.awaitOutput("alex@localhost: 100");
        alex.kill();
        alex.awaitExit(); // By then the test has read everything that alex printed.
        kate.awaitError("note: alex@localhost died");
        try (Talker tom = talker("tom")) {
          tom.awaitReady();
          assertThat(tom.say(KATE)).isEqualTo("ok");
          kate.awaitOutput(
              "tom@localhost: 1"); // By then the test has read everything that kate showed before.
        }
        List<String> shown = from("alex@localhost", kate);
        assertThat(shown)
            .containsExactlyElementsOf(
                IntStream.range(0, shown.size()).mapToObj(i -> "alex@localhost: " + i).toList());
        int acknowledged = alex.output().size() - 1;
        assertThat(shown.size()).isBetween(acknowledged, acknowledged + 1);
      }
    }
  }

  @Test
  void aNodeThatRestartsRepeatedlyCanAlwaysChat() throws Exception {
    List<String> shown = new ArrayList<>();
    try (Talker alex = talker("alex")) {
      alex.awaitReady();
      Talking talking = alex.keepSaying(KATE);
      for (int i = 0; i < RETURNS; i++) {
        try (PipedProcess kate = chat.startNode("kate")) {
          alex.awaitAcknowledgement(KATE, alex.acknowledgements(KATE), Duration.ofSeconds(5));
          kate.kill();
          kate.awaitExit();
          shown.addAll(kate.output());
        }
      }
      talking.end();
      alex.assertShownOnceAndInOrder(KATE, shown);
      assertThat(alex.acknowledgements(KATE)).isGreaterThanOrEqualTo(RETURNS);
      assertThat(alex.errors()).noneMatch(line -> line.contains("rejoining"));
    }
  }

  @Test
  void theDeathOfTheOldestAndThenOfAllButOneLeavesTheRestOpenToNewcomers() throws Exception {
    try (Talker alex = talker("alex")) {
      alex.awaitReady(); // Started first, alex is the oldest member.
      try (Talker kate = talker("kate");
          Talker sophie = talker("sophie")) {
        kate.awaitReady();
        sophie.awaitReady();
        Talker.awaitPeers(List.of(alex, kate, sophie));
        assertThat(alex.say(KATE)).isEqualTo("ok");

        alex.kill();
        assertThat(sophie.say(KATE)).isEqualTo("ok");
        assertThat(kate.say(SOPHIE)).isEqualTo("ok");
        try (Talker tom = talker("tom")) {
          tom.awaitReady();
          assertThat(sophie.say(TOM)).isEqualTo("ok");
          assertThat(tom.say(KATE)).isEqualTo("ok");

          kate.node().signal("KILL"); // Both, before the test waits for either.
          sophie.node().signal("KILL");
          kate.kill();
          sophie.kill();
          kate.start(); // Whether or not its death is known, the name is free.
          alex.start();
          kate.awaitReady();
          alex.awaitReady();
          assertThat(tom.say(KATE)).isEqualTo("ok");
          assertThat(alex.say(TOM)).isEqualTo("ok");
          assertThat(kate.say("alex@localhost")).isEqualTo("ok");
          assertThat(tom.errors()).noneMatch(line -> line.contains("rejoining"));
          for (Talker talker : List.of(alex, sophie, tom)) {
            talker.assertShownOnceAndInOrder(kate);
          }
        }
      }
    }
  }

  // This can happen when the user logs out while nodes run.
  @Test
  void aDeathIsReportedThoughTheRegistryWasRemoved() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.startNode("alex")) {
      try (Stream<Path> files = Files.list(chat.registry())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(chat.registry());

      kate.kill();

      alex.awaitError("note: " + KATE + " died");
    }
  }

  // Akka admits no node at the address of a dead member while another member is unreachable.
  @Test
  void aNodeOnAFixedPortComesBackWhileAnotherIsFrozen() throws Exception {
    String port = Integer.toString(FreePorts.find(1)[0]);
    try (Talker alex = talker("alex");
        Talker sophie = talker("sophie");
        Talker kate = new Talker(KATE, () -> chat.start("--name", "kate", "--port", port))) {
      alex.awaitReady();
      sophie.awaitReady();
      kate.awaitReady();
      Talker.awaitPeers(List.of(alex, kate, sophie));
      alex.node().skipErrors(); // While nodes start on a busy machine, one may seem to be away.
      sophie.node().signal("STOP");
      try {
        alex.node().awaitErrorLike("note: " + SOPHIE + " cannot be reached");
        kate.kill();
        kate.start();
        kate.awaitReady();
        assertThat(alex.say(KATE)).isEqualTo("ok");
        assertThat(kate.say("alex@localhost")).isEqualTo("ok");
      } finally {
        sophie.node().signal("CONT");
      }
      sophie.node().awaitErrorLike("note: back, with .*");
      assertThat(sophie.say(KATE)).isEqualTo("ok");
      assertThat(kate.say(SOPHIE)).isEqualTo("ok");
    }
  }

  private Talker talker(String name) throws Exception {
    return new Talker(name + "@localhost", () -> chat.start("--name", name));
  }

  private static List<String> from(String sender, PipedProcess node) {
    return node.output().stream().filter(line -> line.startsWith(sender + ": ")).toList();
  }
}
