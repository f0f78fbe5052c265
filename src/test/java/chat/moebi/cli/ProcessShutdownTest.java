package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessShutdownTest {

  @Test
  void partsThatFailDelayNeitherTheOthersNorTheEnd() {
    Queue<String> closed = new ConcurrentLinkedQueue<>();
    ProcessShutdown shutdown = new ProcessShutdown(Duration.ofDays(1), () -> closed.add("last"));
    shutdown.add(
        () -> {
          throw new NoClassDefFoundError("of a part");
        });
    shutdown.add(
        () -> {
          throw new IllegalStateException("of a part");
        });
    shutdown.add(() -> closed.add("part"));

    shutdown.end(ExitStatus.OK);

    assertThat(closed).containsExactly("part", "last");
  }
}
