package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.moebi.chat.SendResult.BadName;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.chat.SendResult.NoConnection;
import chat.moebi.chat.SendResult.TooLong;
import chat.moebi.chat.SendResult.WhichNode;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeName;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@StartsActorSystem
class ChatTest {

  @TempDir Path registry;

  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

  /** The lesson's second approach to testing: configuration instead of a second node. */
  @Test
  void sendsToMoebiWithNoOtherNode() {
    try (Chat sophie = TestChats.alone("sophie", registry, this::show)) {
      assertThat(send(sophie, "moebi", "hi"))
          .isEqualTo(new Completed(NodeName.parse("moebi@localhost")));
      assertThat(shown).containsExactly("sophie@localhost: hi", "moebi@localhost: chicken?");
    }
  }

  @Test
  void sendsToItself() {
    try (Chat alex = TestChats.inCluster("alex", registry, this::show)) {
      assertThat(send(alex, "alex", "")).isEqualTo(new Completed(alex.name()));
      assertThat(shown).containsExactly("alex@localhost: ");
    }
  }

  @Test
  void refusesWhatCannotBeSent() {
    try (Chat alex = TestChats.inCluster("alex", registry, this::show)) {
      assertThat(send(alex, "nobody", "hi"))
          .isEqualTo(new NoConnection(NodeName.parse("nobody@localhost")));
      assertThat(send(alex, "alex", "x".repeat(65_537))).isEqualTo(new TooLong(65_537));
      assertThat(send(alex, "alex", "ä".repeat(32_768))).isInstanceOf(Completed.class);
      assertThat(send(alex, "alex", "ä".repeat(32_769))).isEqualTo(new TooLong(65_538));
      assertThat(send(alex, "a@b@c", "hi")).isInstanceOf(BadName.class);
      assertThat(send(alex, "ka te", "hi")).isInstanceOf(BadName.class);
    }
  }

  @Test
  void aTimeoutOfAnyLengthAffectsNoOtherMessage() throws Exception {
    Semaphore reader = new Semaphore(0);
    try (Chat alex =
        TestChats.inCluster("alex", registry, (from, text) -> reader.acquireUninterruptibly())) {
      CompletableFuture<SendResult> pending =
          alex.send("alex", "hi", Duration.ofMinutes(5)).toCompletableFuture();
      for (Duration endless :
          List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE))) {
        CompletableFuture<SendResult> result =
            alex.send("alex", "hi", endless).toCompletableFuture();
        reader.release(2);
        assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(Completed.class);
        assertThat(pending.get(20, TimeUnit.SECONDS)).isInstanceOf(Completed.class);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> alex.send("alex", "hi", Duration.ofMillis(-1)))
          .withMessage("a timeout cannot be negative: PT-0.001S");
    } finally {
      reader.release(100);
    }
  }

  @Test
  void replacesAnUnpairedSurrogateAndShowsTheText() {
    try (Chat alex = TestChats.inCluster("alex", registry, this::show)) {
      assertThat(send(alex, "alex", "a\uD83Db")).isInstanceOf(Completed.class);
      assertThat(shown).containsExactly("alex@localhost: a?b");
    }
  }

  @Test
  void asksWhichNodeIsMeantWhenSeveralHaveTheShortName() {
    try (Chat alex = TestChats.inCluster("alex", registry, this::show);
        Chat one = TestChats.inCluster("kate@127.0.0.1", registry, this::show);
        Chat two = TestChats.inCluster("kate@127.0.0.2", registry, this::show)) {
      SendResult result = send(alex, "kate", "hi");
      assertThat(result).isEqualTo(new WhichNode("kate", List.of(one.name(), two.name())));
      assertThat(result.sentence()).isEqualTo("which kate? kate@127.0.0.1, kate@127.0.0.2");
      assertThat(send(alex, "kate@127.0.0.2", "hi")).isEqualTo(new Completed(two.name()));
    }
  }

  @Test
  void showsTextsInOrderWithoutWaitingForTheirResults() {
    try (Chat alex = TestChats.inCluster("alex", registry, (from, text) -> {});
        Chat kate = TestChats.inCluster("kate", registry, this::show)) {
      List<CompletionStage<SendResult>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        results.add(alex.send("kate", Integer.toString(i)));
      }
      for (CompletionStage<SendResult> result : results) {
        assertThat(result.toCompletableFuture().join()).isEqualTo(new Completed(kate.name()));
      }
      assertThat(shown).hasSize(500);
      for (int i = 0; i < 500; i++) {
        assertThat(shown.poll()).isEqualTo("alex@localhost: " + i);
      }
    }
  }

  @Test
  void givesASessionItsAnswers() {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    try (Chat alex = TestChats.inCluster("alex", registry, this::show);
        Chat moebi = TestChats.inCluster("moebi", registry, (from, text) -> {});
        Session cron =
            alex.open(
                NodeName.parse("cron@localhost"),
                (from, text) -> answers.add(from + ": " + text))) {
      assertThat(cron.send("moebi", "hi").toCompletableFuture().join())
          .isEqualTo(new Completed(moebi.name()));
      assertThat(answers).containsExactly("moebi@localhost: chicken?");
      assertThat(shown).isEmpty();
    }
  }

  @Test
  void completesEverySendWhenTheNodeEnds() {
    Semaphore reader = new Semaphore(0);
    Chat alex =
        TestChats.inCluster("alex", registry, (from, text) -> reader.acquireUninterruptibly());
    CompletionStage<SendResult> pending = alex.send("alex", "hi", Duration.ofDays(1));
    alex.close();
    CompletionStage<SendResult> after = alex.send("alex", "hi", Duration.ofDays(1));
    reader.release();

    assertThat(pending.toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10))
        .isInstanceOfAny(NoAnswer.class, NoConnection.class);
    assertThat(after.toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(new NoConnection(alex.name()));
  }

  @Test
  void refusesATakenNameAndLeavesItsOwnerAlone() {
    try (Chat kate = TestChats.inCluster("kate", registry, this::show)) {
      assertThatThrownBy(() -> TestChats.inCluster("kate", registry, this::show))
          .isInstanceOf(NodeException.class)
          .hasMessage(
              "kate@localhost is already running (pid %d); choose another --name",
              ProcessHandle.current().pid());
      assertThat(send(kate, "kate", "still here")).isInstanceOf(Completed.class);
    }
  }

  private void show(NodeName from, String text) {
    shown.add(from + ": " + text);
  }

  private static SendResult send(Chat chat, String node, String text) {
    return chat.send(node, text).toCompletableFuture().join();
  }
}
