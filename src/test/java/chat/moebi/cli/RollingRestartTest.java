package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.cli.Talker.Talking;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts nodes one by one while they send to each other and another node sends to all. */
@Tag(DistributedTests.TAG)
class RollingRestartTest {

  private static final int ROUNDS = Boolean.getBoolean("chat.test.full") ? 5 : 1;

  /** The promised 5 s, and a reserve for a busy machine. */
  private static final Duration IN_TIME = Duration.ofSeconds(6);

  private static final List<String> NAMES =
      List.of("alex@localhost", "kate@localhost", "sophie@localhost");

  @TempDir Path home;

  @Test
  void eachNodeLeavesInTimeAndNoAcknowledgedMessageIsLost() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    List<Talker> talkers = new ArrayList<>();
    List<Load> loads = new ArrayList<>();
    try (Chat fourth =
        TestChats.inCluster("load", chat, "", Functions.installed(), (from, text) -> {})) {
      for (String name : NAMES) {
        talkers.add(new Talker(name, () -> chat.start("--name", name)));
      }
      List<Talking> talkings = new ArrayList<>();
      for (Talker talker : talkers) {
        talker.awaitReady();
      }
      for (Talker talker : talkers) {
        talkings.add(talker.keepSaying(othersThan(talker)));
        loads.add(new Load(fourth, talker));
      }
      for (int i = 0; i < ROUNDS; i++) {
        for (Talker talker : talkers) {
          talker.restart(IN_TIME);
          for (String other : othersThan(talker)) {
            talker.awaitAcknowledgement(other, talker.acknowledgements(other), IN_TIME);
          }
        }
      }
      for (Talking talking : talkings) {
        talking.end();
      }
      for (Load load : loads) {
        load.end();
      }
      for (Talker sender : talkers) {
        for (Talker recipient : talkers) {
          if (sender != recipient) {
            assertThat(sender.say(recipient.name())).isEqualTo("ok");
            sender.assertShownOnceAndInOrder(recipient);
            assertThat(sender.acknowledgements(recipient.name())).isGreaterThan(20);
          }
        }
      }
      for (Load load : loads) {
        load.check();
      }
    } finally {
      loads.forEach(Load::stop);
      talkers.forEach(Talker::close);
    }
  }

  private static String[] othersThan(Talker talker) {
    return NAMES.stream().filter(name -> !name.equals(talker.name())).toArray(String[]::new);
  }

  /** Keeps sending numbers from another node to a talker, several at a time. */
  private static final class Load {

    private static final int AT_A_TIME = 16;
    private static final Executor AFTER_A_PAUSE =
        CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private final Chat sender;
    private final Talker recipient;
    private final List<CompletableFuture<SendResult>> results = new ArrayList<>();
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final CompletableFuture<Void> sending;
    private volatile boolean goesOn = true;

    Load(Chat sender, Talker recipient) {
      this.sender = sender;
      this.recipient = recipient;
      sending = CompletableFuture.runAsync(this::send, Load::inDaemon);
    }

    private static void inDaemon(Runnable work) {
      Thread thread = new Thread(work, "load");
      thread.setDaemon(true);
      thread.start();
    }

    private void send() {
      while (goesOn) {
        room.acquireUninterruptibly();
        results.add(
            sender
                .send(recipient.name(), "" + results.size())
                .toCompletableFuture()
                .whenCompleteAsync((result, failure) -> room.release(), AFTER_A_PAUSE));
      }
    }

    /** Stops sending. */
    void stop() {
      goesOn = false;
    }

    /** Stops sending, and waits for the answers. */
    void end() throws Exception {
      stop();
      sending.get(30, TimeUnit.SECONDS);
      CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    /** Checks the rule, as {@link Talker#assertShownOnceAndInOrder} does. */
    void check() {
      List<Integer> acknowledged = new ArrayList<>();
      Set<Integer> refused = new HashSet<>();
      for (int i = 0; i < results.size(); i++) {
        SendResult result = results.get(i).join();
        if (result instanceof SendResult.Completed) {
          acknowledged.add(i);
        } else if (!(result instanceof SendResult.NoAnswer)) {
          refused.add(i);
        }
      }
      String from = sender.name() + ": ";
      List<Integer> shown =
          recipient.shown().stream()
              .filter(line -> line.startsWith(from))
              .map(line -> Integer.valueOf(line.substring(from.length())))
              .toList();
      assertThat(shown).doesNotHaveDuplicates().isSorted().noneMatch(refused::contains);
      assertThat(new HashSet<>(shown)).containsAll(acknowledged);
      assertThat(acknowledged).hasSizeGreaterThan(1_000);
    }
  }
}
