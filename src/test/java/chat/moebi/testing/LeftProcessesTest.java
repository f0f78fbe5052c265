package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeftProcessesTest {

  @Test
  void theProcessOfATestThatCannotBeInterruptedAtItsLimitIsEnded() throws Exception {
    try {
      assertThat(run(WaitsForEver.class).getTestsFailedCount()).isOne();
      WaitsForEver.left.onExit().get(10, TimeUnit.SECONDS);
    } finally {
      WaitsForEver.NEVER.complete(null);
    }
  }

  @Test
  void theProcessOfAnOuterClassOutlivesItsNestedClasses() {
    assertThat(run(SharesAProcess.class).getTestsSucceededCount()).isEqualTo(2);
  }

  private static TestExecutionSummary run(Class<?> tests) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestExecutionListeners(new LeftProcesses(), summary)
                .build())
        .execute(request().selectors(selectClass(tests)).build());
    return summary.getSummary();
  }
}

/** A test that {@link LeftProcessesTest} runs, and no other runner. */
class WaitsForEver {

  static final CompletableFuture<Void> NEVER = new CompletableFuture<>();
  static volatile ProcessHandle left;

  @Test
  @Timeout(2)
  void waits() throws IOException {
    left = new ProcessBuilder("sleep", "600").start().toHandle();
    NEVER.join();
  }
}

/** Tests that {@link LeftProcessesTest} runs, and no other runner. */
class SharesAProcess {

  private static Process shared;

  @BeforeAll
  static void start() throws IOException {
    shared = new ProcessBuilder("sleep", "600").start();
  }

  @AfterAll
  static void end() {
    shared.destroyForcibly();
  }

  @Nested
  class First {
    @Test
    void needsTheProcess() {
      assertThat(shared.isAlive()).isTrue();
    }
  }

  @Nested
  class Second {
    @Test
    void needsTheProcess() throws InterruptedException {
      assertThat(shared.waitFor(1, TimeUnit.SECONDS)).isFalse();
    }
  }
}
