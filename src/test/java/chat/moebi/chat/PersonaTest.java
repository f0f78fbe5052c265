package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult.NoAnswer;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@StartsActorSystem
@Timeout(60)
class PersonaTest {

  /** Longer than the default of two seconds for which a persona waits. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @TempDir Path registry;

  @Test
  void aPersonaWaitsForItsAnswerAsLongAsConfigured() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    BlockingQueue<String> shownByRex = new LinkedBlockingQueue<>();
    BlockingQueue<String> shownByAlex = new LinkedBlockingQueue<>();
    String settings = "chat { answer-timeout = 1 minute, personas { rex = woof } }";
    try (Chat rex =
            TestChats.inCluster(
                "rex",
                registry,
                settings,
                Functions.installed(),
                (from, text) -> shownByRex.add(text));
        Chat alex =
            TestChats.inCluster(
                "alex",
                registry,
                (from, text) -> {
                  awaitReader(reads);
                  shownByAlex.add(from + ": " + text);
                })) {
      SendResult result =
          alex.send("rex", "hi", TIMEOUT).toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(result).isEqualTo(new NoAnswer(rex.name(), TIMEOUT));
      assertThat(shownByRex.poll(20, TimeUnit.SECONDS)).isEqualTo("hi");
      assertThat(shownByAlex).isEmpty();
      reads.countDown();
      assertThat(shownByAlex.poll(20, TimeUnit.SECONDS)).isEqualTo("rex@localhost: woof");
    } finally {
      reads.countDown();
    }
  }

  private static void awaitReader(CountDownLatch reads) {
    try {
      reads.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
