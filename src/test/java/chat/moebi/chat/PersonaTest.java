package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.SendResult.Completed;
import chat.moebi.function.Functions;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@StartsActorSystem
@Timeout(60)
class PersonaTest {

  /** Less than the two seconds that a persona waits unless its node is told otherwise. */
  private static final Duration TIMEOUT = Duration.ofMillis(1500);

  @TempDir Path registry;

  @Test
  void aPersonaWaitsForItsAnswerToBeShownNoLongerThanItsNodeIsTold() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    String settings = "chat { answer-timeout = 100 ms, personas { rex = woof } }";
    try (Chat rex =
            TestChats.inCluster(
                "rex", registry, settings, Functions.installed(), (from, text) -> shown.add(text));
        Chat alex =
            TestChats.inCluster(
                "alex",
                registry,
                (from, text) -> {
                  awaitReader(reads);
                  shown.add(from + ": " + text);
                })) {
      SendResult result =
          alex.send("rex", "hi", TIMEOUT).toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(result).isEqualTo(new Completed(rex.name()));
      assertThat(shown).containsExactly("hi");
      reads.countDown();
      // The texts for alex are shown in turn, so the answer is shown before this one.
      rex.send("alex", "well?").toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(shown).containsExactly("hi", "rex@localhost: woof", "rex@localhost: well?");
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
