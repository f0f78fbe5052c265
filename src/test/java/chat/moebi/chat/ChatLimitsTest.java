package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult.Busy;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.chat.SendResult.Failed;
import chat.moebi.name.NodeName;
import chat.moebi.otp.function.Functions;
import chat.moebi.output.Output;
import chat.moebi.testing.StartsActorSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes with small limits: each accepts as much as its limits allow and refuses the rest, and
 * everything that has ended frees its space exactly once.
 */
@TestInstance(Lifecycle.PER_CLASS) // One pair of nodes for all tests.
@StartsActorSystem
class ChatLimitsTest {

  /** The longest text; also the most that kate may hold of others, or have on its way to alex. */
  private static final String FULL = "x".repeat(Session.MAX_TEXT_BYTES);

  private static final String PART = "x".repeat(40_000);
  private static final String REST = FULL.substring(PART.length());
  private static final String UNSHOWABLE = "unshowable";
  private static final int MAX_TASKS = 3;

  /** Longer than a busy machine needs to answer all texts that a test sends at once. */
  private static final String SEND_TIMEOUT = "send-timeout = 1 minute";

  private static final int MANY = 500;

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");

  /** An output that a test can block. */
  private static final class Screen implements Output {
    final Semaphore reader = new Semaphore(Integer.MAX_VALUE);

    @Override
    public void show(NodeName from, String text) throws IOException {
      reader.acquireUninterruptibly();
      if (text.equals(UNSHOWABLE)) {
        throw new IOException("the screen is torn");
      }
    }

    void stop() {
      reader.drainPermits();
    }

    void goOn() {
      reader.drainPermits();
      reader.release(Integer.MAX_VALUE);
    }
  }

  private final Screen alexScreen = new Screen();
  private final Screen kateScreen = new Screen();
  private Chat alex;
  private Chat kate;

  @BeforeAll
  void start(@TempDir Path registry) {
    Functions functions = Functions.installed();
    alex =
        TestChats.inCluster(
            "alex",
            registry,
            "chat { " + SEND_TIMEOUT + ", personas { alex = " + FULL + " } }",
            functions,
            alexScreen);
    kate =
        TestChats.inCluster(
            "kate",
            registry,
            "chat { "
                + SEND_TIMEOUT
                + ", max-tasks = "
                + MAX_TASKS
                + ", max-task-bytes = 128 KiB, window { messages = 3, bytes = 64 KiB } }",
            functions,
            kateScreen);
  }

  @AfterEach
  void readAll() {
    alexScreen.goOn();
    kateScreen.goOn();
  }

  @AfterAll
  void stop() {
    alex.close();
    kate.close();
  }

  @Test
  void aShownTextFreesItsSpace() {
    for (int i = 0; i < 5; i++) {
      assertThat(join(send(alex, KATE, FULL))).isEqualTo(new Completed(KATE));
    }
    assertKateHasAllHerRoom();
  }

  @Test
  void aTextThatCannotBeShownFreesItsSpace() {
    for (int i = 0; i < 5; i++) {
      assertThat(join(send(alex, KATE, UNSHOWABLE)))
          .isEqualTo(new Failed(KATE, "its output failed: the screen is torn"));
    }
    assertKateHasAllHerRoom();
  }

  @Test
  void aTextKeepsItsSpaceUntilItIsShown() {
    kateScreen.stop();
    CompletableFuture<SendResult> part = send(alex, KATE, PART);
    assertThat(join(send(alex, KATE, REST + "x"))).isEqualTo(new Busy(KATE));
    CompletableFuture<SendResult> rest = send(alex, KATE, REST);
    assertThat(join(send(alex, KATE, "x"))).isEqualTo(new Busy(KATE));
    assertThat(part).isNotDone();
    assertThat(rest).isNotDone();
    kateScreen.goOn();
    assertThat(join(part)).isEqualTo(new Completed(KATE));
    assertThat(join(rest)).isEqualTo(new Completed(KATE));
    assertKateHasAllHerRoom();
  }

  @Test
  void aTextForAnEndedScriptFreesItsSpace() {
    for (int i = 0; i < 3; i++) {
      alexScreen.stop();
      Session script = kate.open(NodeName.parse("cron@localhost"), new Screen());
      CompletableFuture<SendResult> result = script.send("alex", "").toCompletableFuture();
      script.close(); // Before alex's persona answers.
      alexScreen.goOn();
      assertThat(join(result)).isEqualTo(new Completed(ALEX));
    }
    assertKateHasAllHerRoom();
  }

  @Test
  void textsThatWaitBehindOthersOfTheirSenderCountAsWork() {
    for (int round = 0; round < 3; round++) {
      kateScreen.stop();
      List<CompletableFuture<SendResult>> results =
          IntStream.range(0, MANY).mapToObj(i -> send(alex, KATE, "")).toList();
      for (CompletableFuture<SendResult> refused : results.subList(MAX_TASKS, MANY)) {
        assertThat(join(refused)).isEqualTo(new Busy(KATE));
      }
      List<CompletableFuture<SendResult>> taken = results.subList(0, MAX_TASKS);
      assertThat(taken).as("round %s", round).noneMatch(CompletableFuture::isDone);
      kateScreen.goOn();
      for (CompletableFuture<SendResult> shown : taken) {
        assertThat(join(shown)).isEqualTo(new Completed(KATE));
      }
    }
  }

  @Test
  void aTextKeepsItsPlaceInTheWindowUntilItIsAnswered() {
    for (int round = 0; round < 3; round++) {
      alexScreen.stop();
      CompletableFuture<SendResult> part = send(kate, ALEX, PART);
      assertThat(join(send(kate, ALEX, REST + "x"))).isEqualTo(new Busy(ALEX));
      CompletableFuture<SendResult> rest = send(kate, ALEX, REST);
      CompletableFuture<SendResult> none = send(kate, ALEX, "");
      assertThat(join(send(kate, ALEX, ""))).isEqualTo(new Busy(ALEX));
      alexScreen.goOn();
      for (CompletableFuture<SendResult> shown : List.of(part, rest, none)) {
        assertThat(join(shown)).as("round %s", round).isEqualTo(new Completed(ALEX));
      }
    }
  }

  private void assertKateHasAllHerRoom() {
    kateScreen.stop();
    CompletableFuture<SendResult> full = send(alex, KATE, FULL);
    assertThat(join(send(alex, KATE, "x"))).isEqualTo(new Busy(KATE));
    kateScreen.goOn();
    assertThat(join(full)).isEqualTo(new Completed(KATE));
  }

  private static CompletableFuture<SendResult> send(Chat from, NodeName to, String text) {
    return from.send(to.toString(), text).toCompletableFuture();
  }

  private static SendResult join(CompletableFuture<SendResult> result) {
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
