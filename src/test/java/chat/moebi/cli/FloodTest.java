package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends as fast as possible to a node with little memory, which refuses what it cannot take. */
@Tag(DistributedTests.TAG)
class FloodTest {

  private static final int SENDS = 100_000;
  private static final int SENDERS = 4;

  /** The number of texts that may be on their way from one node to another. */
  private static final int WINDOW = 1_000;

  private static final int LONG_SENDS = 200;
  private static final String HEAP = "128m";

  /** None may be unconfirmed because the machine is slow. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path home;

  /** The late answers that the senders are told. */
  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

  private final List<Chat> senders = new ArrayList<>();
  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @AfterEach
  void end() {
    senders.forEach(Chat::close);
  }

  @Test
  void eachMessageIsAcknowledgedOrRefusedAndNoneIsLost() throws Exception {
    try (PipedProcess kate = chat.withHeap(HEAP).start("--name", "kate", "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      startSenders();
      List<CompletableFuture<Flood>> floods =
          senders.stream()
              .map(
                  sender ->
                      CompletableFuture.supplyAsync(() -> Flood.of(sender), FloodTest::inDaemon))
              .toList();
      for (CompletableFuture<Flood> flood : floods) {
        flood.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(senders.get(0).send("kate", "last").toCompletableFuture().join())
          .isInstanceOf(SendResult.Completed.class);
      kate.awaitOutput(
          senders.get(0).name() + ": last"); // By then the test has read everything before it.
      for (int j = 0; j < SENDERS; j++) {
        Flood flood = floods.get(j).join();
        assertThat(numbersOf(senders.get(j), kate)).isEqualTo(flood.acknowledged());
        assertThat(flood.refused()).as("more than it can take").isPositive();
      }
    }
  }

  @Test
  void longMessagesThatNobodyReadsDoNotFillTheMemory() throws Exception {
    Path gate = StuckOutputTest.gate(home);
    String reader = "{ read ready; echo $ready; read go < " + gate + "; cat; }";
    try (PipedProcess kate =
        chat.withHeap(HEAP).startInto(reader, "--name", "kate", "--headless")) {
      kate.awaitOutput("ready kate@localhost");
      startSenders();
      String text =
          "\u20ac".repeat(20_000); // In memory and on the wire, more than a byte a character.
      Map<String, CompletableFuture<SendResult>> results = new LinkedHashMap<>();
      for (int i = 0; i < LONG_SENDS; i++) {
        for (Chat sender : senders) {
          results.put(
              sender.name() + ": " + i, sender.send("kate", i + " " + text).toCompletableFuture());
        }
      }
      List<String> acknowledged = new ArrayList<>();
      List<String> unconfirmed = new ArrayList<>();
      for (Map.Entry<String, CompletableFuture<SendResult>> entry : results.entrySet()) {
        SendResult result = entry.getValue().get(30, TimeUnit.SECONDS);
        if (result instanceof SendResult.Completed) {
          acknowledged.add(entry.getKey());
        } else if (result instanceof SendResult.NoAnswer) {
          unconfirmed.add(entry.getKey());
        } else {
          assertThat(result).isInstanceOf(SendResult.Busy.class);
        }
      }
      assertThat(acknowledged).hasSizeLessThanOrEqualTo(1); // A pipe has room for one.
      assertThat(unconfirmed).hasSizeGreaterThan(400); // The windows hold 8 MiB.

      Files.writeString(gate, "go\n");
      for (int i = 0; i < unconfirmed.size(); i++) {
        assertThat(notes.poll(30, TimeUnit.SECONDS))
            .as("late answer %d of %d", i + 1, unconfirmed.size())
            .contains("showed");
      }
      for (Chat sender : senders) {
        assertThat(sender.send("kate", "last").toCompletableFuture().join())
            .isInstanceOf(SendResult.Completed.class);
        kate.awaitOutput(sender.name() + ": last");
      }
      acknowledged.addAll(unconfirmed);
      assertThat(kate.output().stream().filter(line -> line.contains("\u20ac")))
          .map(line -> line.split(" \u20ac")[0])
          .containsExactlyInAnyOrderElementsOf(acknowledged);
    }
  }

  private void startSenders() {
    for (int i = 0; i < SENDERS; i++) {
      senders.add(TestChats.inCluster("sender-" + i, chat, "", Functions.installed(), new Notes()));
    }
  }

  private static void inDaemon(Runnable work) {
    Thread thread = new Thread(work, "flood");
    thread.setDaemon(true);
    thread.start();
  }

  /** A sender: its acknowledged numbers, and the count of those refused. */
  private record Flood(List<Integer> acknowledged, int refused) {

    /**
     * Sends more than the window holds at any time, until enough numbers were acknowledged. A
     * refusal comes at once: its permit is held back until an acknowledgement, so that each
     * acknowledgement leads to at most two more sends.
     */
    static Flood of(Chat sender) {
      Semaphore onTheWay = new Semaphore(WINDOW + WINDOW / 10);
      Semaphore heldBack = new Semaphore(0);
      AtomicInteger taken = new AtomicInteger();
      List<CompletableFuture<SendResult>> results = new ArrayList<>();
      while (taken.get() < SENDS / SENDERS) {
        awaitRoom(onTheWay);
        results.add(
            sender
                .send("kate", "" + results.size(), PATIENCE)
                .toCompletableFuture()
                .whenComplete(
                    (result, failure) -> {
                      if (result instanceof SendResult.Completed) {
                        taken.incrementAndGet();
                        onTheWay.release(heldBack.tryAcquire() ? 2 : 1);
                      } else {
                        heldBack.release();
                      }
                    }));
      }
      List<Integer> acknowledged = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        SendResult result = results.get(i).join();
        assertThat(result).isInstanceOfAny(SendResult.Completed.class, SendResult.Busy.class);
        if (result instanceof SendResult.Completed) {
          acknowledged.add(i);
        }
      }
      return new Flood(acknowledged, results.size() - acknowledged.size());
    }

    private static void awaitRoom(Semaphore onTheWay) {
      try {
        assertThat(onTheWay.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as("an acknowledgement within %s", PATIENCE)
            .isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Collects the late answers that a sender is told. */
  private final class Notes implements Output {
    @Override
    public void show(NodeName from, String text) {}

    @Override
    public void note(String sentence) {
      if (sentence.contains(" after ")) {
        notes.add(sentence);
      }
    }
  }

  private static List<Integer> numbersOf(Chat sender, PipedProcess node) {
    String from = sender.name() + ": ";
    return node.output().stream()
        .filter(line -> line.startsWith(from) && !line.endsWith(": last"))
        .map(line -> Integer.valueOf(line.substring(from.length())))
        .toList();
  }
}
