package chat.moebi.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplySenderTest {

  @Test
  void waitsForNothingAfterItWasDropped() {
    ReplySender sender = new ReplySender(text -> new CompletableFuture<>());
    sender.send("never answered");
    sender.drop();
    sender.awaitShown(Duration.ofHours(1));
    sender.awaitShown();
    assertThat(sender.failure()).isEmpty();
  }

  @Test
  void keepsTheOrderAndHoldsNobodyUpWhileATextIsBeingSent() throws Exception {
    CountDownLatch isSending = new CountDownLatch(1);
    CountDownLatch maySend = new CountDownLatch(1);
    List<String> sent = new ArrayList<>();
    ReplySender sender =
        new ReplySender(
            text -> {
              isSending.countDown();
              await(maySend);
              sent.add(text);
              return CompletableFuture.completedStage(Optional.empty());
            });
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> sender.send("1"));
    await(isSending);
    sender.send("2"); // Does not wait for the first, and is sent after it.
    maySend.countDown();
    first.get(10, TimeUnit.SECONDS);
    assertThat(sent).containsExactly("1", "2");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
