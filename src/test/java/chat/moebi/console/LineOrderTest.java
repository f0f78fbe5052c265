package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineOrderTest {

  private final LineOrder order = new LineOrder();

  @Test
  void aCommandIsCarriedOutThoughTheOneBeforeItThrows() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    order.command(
        () -> {
          throw new IllegalStateException("a defect");
        });
    order.command(() -> done.complete(null));
    done.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aTextIsCarriedOutOnceTheOneBeforeItIsSentThoughThatHasNoAnswer() throws Exception {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    CompletableFuture<Boolean> isInOrder = new CompletableFuture<>();
    order.text(
        () -> {
          sent.complete(null);
          answered.join();
        },
        sent);
    order.text(() -> isInOrder.complete(sent.isDone()), new CompletableFuture<>());
    assertThat(isInOrder.get(20, TimeUnit.SECONDS)).isTrue();
    answered.complete(null);
  }
}
