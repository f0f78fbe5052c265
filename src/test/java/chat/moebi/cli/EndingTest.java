package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndingTest {

  @Test
  void partsThatFailHoldUpNeitherTheOthersNorTheEnd() {
    Queue<String> closed = new ConcurrentLinkedQueue<>();
    Ending ending = new Ending(Duration.ofDays(1), () -> closed.add("last"));
    ending.add(
        () -> {
          throw new NoClassDefFoundError("of a part");
        });
    ending.add(
        () -> {
          throw new IllegalStateException("of a part");
        });
    ending.add(() -> closed.add("part"));

    ending.end(ExitStatus.OK);

    assertThat(closed).containsExactly("part", "last");
  }
}
