package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class LeftProcessesTest {

  private static final CompletableFuture<ProcessHandle> LEFT = new CompletableFuture<>();
  private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

  @Test
  void theProcessOfATestThatCannotBeInterruptedAtItsLimitIsEnded() throws Exception {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestExecutionListeners(new LeftProcesses(), summary)
                .build())
        .execute(request().selectors(selectClass(WaitsForEver.class)).build());

    assertThat(summary.getSummary().getTestsFailedCount()).isOne();
    LEFT.getNow(null).onExit().get(10, TimeUnit.SECONDS);
    NEVER.complete(null);
  }

  /** A test that the test above runs, and no other runner. */
  static class WaitsForEver {

    @Test
    @Timeout(1)
    void waits() throws Exception {
      LEFT.complete(new ProcessBuilder("sleep", "600").start().toHandle());
      NEVER.join();
    }
  }
}
