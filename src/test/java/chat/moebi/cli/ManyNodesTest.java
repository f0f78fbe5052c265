package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.cluster.View.Peer;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that any two of many nodes chat. */
@Tag(DistributedTests.TAG)
class ManyNodesTest {

  private static final boolean IN_FULL = Boolean.getBoolean("chat.test.full");
  private static final int JVMS = IN_FULL ? 12 : 5;
  private static final int SYSTEMS = IN_FULL ? 50 : 12;

  /** The number that start or end at the same time, small enough that each gets a processor. */
  private static final int AT_ONCE = 4;

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home).withHeap("128m");
  }

  @Test
  void inAJvmEach() throws Exception {
    List<Talker> talkers = new ArrayList<>();
    try {
      for (String name : names(JVMS)) {
        talkers.add(new Talker(name + "@localhost", () -> chat.start("--name", name)));
        if (talkers.size() >= AT_ONCE) {
          talkers.get(talkers.size() - AT_ONCE).awaitReady();
        }
      }
      for (Talker talker : talkers.subList(JVMS - AT_ONCE + 1, JVMS)) {
        talker.awaitReady();
      }
      Talker.awaitPeers(talkers);
      for (Talker sender : talkers) {
        for (Talker recipient : talkers) {
          if (sender != recipient) {
            assertThat(sender.say(recipient.name())).isEqualTo("ok");
            sender.assertShownOnceAndInOrder(recipient);
          }
        }
      }
      for (Talker talker : talkers) {
        talker.node().type("/nodes");
        for (Talker other : talkers) { // In the order of their names.
          talker.node().awaitOutput(other.name() + (other == talker ? " self" : " up"));
        }
      }
    } finally {
      talkers.forEach(Talker::close);
    }
  }

  @Test
  void inOneJvm() throws Exception {
    List<Chat> chats = new ArrayList<>();
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    try {
      for (String name : names(SYSTEMS)) {
        chats.add(
            TestChats.inCluster(
                name,
                chat,
                "",
                Functions.installed(),
                (from, text) -> shown.add(from + " to " + text)));
      }
      List<String> expected = new ArrayList<>();
      List<CompletableFuture<SendResult>> results = new ArrayList<>();
      for (Chat sender : chats) {
        for (Chat recipient : chats) {
          if (sender != recipient) {
            NodeName to = recipient.name();
            results.add(sender.send(to.toString(), to.toString()).toCompletableFuture());
            expected.add(sender.name() + " to " + to);
          }
        }
      }
      for (CompletableFuture<SendResult> result : results) {
        assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(SendResult.Completed.class);
      }
      assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
      for (Chat one : chats) {
        assertThat(one.view().nodes()).hasSize(SYSTEMS);
        assertThat(one.view().nodes().values()).allMatch(Peer::isReachable);
      }
    } finally {
      ExecutorService closing = Executors.newFixedThreadPool(AT_ONCE);
      chats.forEach(one -> closing.execute(one::close));
      closing.shutdown();
      assertThat(closing.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static List<String> names(int number) {
    return IntStream.range(0, number).mapToObj(i -> String.format("node-%02d", i)).toList();
  }
}
