package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows that a closing node releases all its resources even when its registry is no longer usable.
 */
@Timeout(60)
@StartsActorSystem
class ClosedRegistryTest {

  @Test
  void closingEndsTheThreadsAndGivesTheNameBack(@TempDir Path home) throws Exception {
    Path registry = home.resolve("chat");
    Set<Thread> before = Thread.getAllStackTraces().keySet(); // Other tests have threads.
    Chat kate = TestChats.inCluster("kate", registry, (from, text) -> {});
    Files.move(registry, home.resolve("moved"));
    Files.createFile(registry);

    kate.close();

    assertThat(kate.whenTerminated().toCompletableFuture()).isCompleted();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      boolean isKates = Set.of("output", "notices").contains(thread.getName());
      if (isKates && !before.contains(thread)) {
        thread.join(); // The thread ends after the work that was submitted before.
      }
    }
    Files.delete(registry);
    try (Chat again = TestChats.inCluster("kate", registry, (from, text) -> {})) {
      assertThat(again.name()).isEqualTo(kate.name());
    }
  }
}
