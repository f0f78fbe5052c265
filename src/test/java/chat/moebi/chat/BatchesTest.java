package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchesTest {

  private final AtomicInteger flushes = new AtomicInteger();
  private final List<String> sent = new ArrayList<>();
  private final Batches<String, Integer> batches =
      new Batches<>(flushes::incrementAndGet, (receiver, all) -> sent.add(receiver + all));

  @Test
  void sendEachReceiverItsMessages() {
    batches.add("alex", 1, 0);
    batches.add("kate", 2, 0);
    batches.add("alex", 3, 0);
    assertThat(sent).isEmpty();
    batches.flush();
    assertThat(sent).containsExactly("alex[1, 3]", "kate[2]");
  }

  @Test
  void askOnceToBeFlushed() {
    batches.add("alex", 1, 0);
    batches.add("kate", 2, 0);
    assertThat(flushes).hasValue(1);
    batches.flush();

    batches.add("alex", 3, 0);
    assertThat(flushes).hasValue(2);
  }

  @Test
  void keepNoMoreThanFitsInAFrame() {
    batches.add("alex", 1, 30_000);
    batches.add("alex", 2, 40_000);
    assertThat(sent).containsExactly("alex[1, 2]");

    batches.add("alex", 3, 30_000);
    assertThat(sent).hasSize(1);
    batches.flush();
    assertThat(sent).containsExactly("alex[1, 2]", "alex[3]");
  }
}
