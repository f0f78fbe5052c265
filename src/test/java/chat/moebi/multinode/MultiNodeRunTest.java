package chat.moebi.multinode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.remote.testconductor.RoleName;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shows that a run is red whenever it should be; nobody checks a green run by hand. */
@Tag("distributed")
class MultiNodeRunTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @AfterEach
  void leavesNoProcessBehind() {
    assertEquals(0, ProcessHandle.current().children().count());
  }

  @Test
  void aFailingAssertionInOneRoleIsRed() {
    String report = redReport(FailingAssertion.class, 2, LIMIT);
    assertContains("[JVM-2 kate] FAILED kate disagrees", report);
    assertContains("kate has another opinion", report);
    assertContains("JVM-2 kate: status 1, ran=1 failed=1 ignored=0", report);
  }

  @Test
  void aFailureInSetUpIsRed() {
    String report = redReport(FailingSetUp.class, 1, LIMIT);
    assertContains("[JVM-2 kate] java.lang.IllegalStateException: kate has no settings", report);
    assertContains("JVM-2 kate: status 1, ran=0 failed=1 ignored=0", report);
    assertContains("JVM-1 alex: destroyed, no result", report);
  }

  @Test
  void aRoleThatRunsNothingIsRed() {
    assertContains("JVM-1 alex: status 1, ran=0", redReport(Idle.class, 1, LIMIT));
  }

  /** The JVM ends with status 0 here: only the number of scenarios is wrong. */
  @Test
  void aRoleThatRunsTooLittleIsRed() {
    assertContains("JVM-1 alex: status 0, ran=1", redReport(Solo.class, 2, LIMIT));
  }

  @Test
  void aRunThatTakesTooLongIsRed() {
    String report = redReport(HangingRole.class, 1, Duration.ofSeconds(5));
    assertContains("not done within 5 s", report);
    assertContains("JVM-2 kate: destroyed, no result", report);
  }

  @Test
  void aRoleThatIsKilledAsExpectedIsGreen() throws InterruptedException {
    MultiNodeRun.run(Killing.class, Map.of(), 1, LIMIT, Set.of("kate"));
  }

  @Test
  void aRoleThatIsKilledUnexpectedlyIsRed() {
    String report = redReport(Killing.class, 1, LIMIT);
    assertContains("JVM-2 kate: status 137, no result", report);
  }

  @Test
  void aRoleThatSurvivesItsKillIsRed() {
    String report =
        assertThrows(
                AssertionError.class,
                () -> MultiNodeRun.run(Solo.class, Map.of(), 1, LIMIT, Set.of("alex")))
            .getMessage();
    assertContains("JVM-1 alex: status 0, ran=1", report);
  }

  private static String redReport(
      Class<? extends MultiNodeSuite> suite, int scenarios, Duration limit) {
    return assertThrows(
            AssertionError.class, () -> MultiNodeRun.run(suite, Map.of(), scenarios, limit))
        .getMessage();
  }

  private static void assertContains(String part, String whole) {
    assertTrue(whole.contains(part), () -> "expected <" + part + "> in:\n" + whole);
  }

  /** Gives each suite below two nodes, which form no cluster. */
  @SuppressWarnings("serial")
  abstract static class Pair extends MultiNodeSuite {

    final RoleName alex = role("alex");
    final RoleName kate = role("kate");

    /** Distinguishes the JVM of kate from that of alex before there is a node to ask. */
    static boolean isKate() {
      return Integer.valueOf(1).equals(Integer.getInteger("multinode.index"));
    }
  }

  @SuppressWarnings("serial")
  public static final class FailingAssertion extends Pair {
    public FailingAssertion() {
      scenario(
          "kate disagrees",
          () -> runOn(kate, () -> assertEquals("chicken", "cat", "kate has another opinion")));
      scenario("both go on", () -> {});
    }
  }

  @SuppressWarnings("serial")
  public static final class FailingSetUp extends Pair {
    public FailingSetUp() {
      scenario("never reached", () -> {});
    }

    @Override
    protected Config config() {
      if (isKate()) {
        throw new IllegalStateException("kate has no settings");
      }
      return super.config();
    }
  }

  @SuppressWarnings("serial")
  public static final class Idle extends MultiNodeSuite {
    public Idle() {
      role("alex");
    }
  }

  /** Declares one role only, since another role still at work might fail when this one ends. */
  @SuppressWarnings("serial")
  public static final class Solo extends MultiNodeSuite {
    public Solo() {
      role("alex");
      scenario("alex alone", () -> {});
    }
  }

  @SuppressWarnings("serial")
  public static final class Killing extends Pair {
    public Killing() {
      scenario(
          "alex kills kate",
          () -> {
            runOn(alex, () -> kill(kate));
            runOn(kate, () -> new CompletableFuture<>().join());
          });
    }
  }

  @SuppressWarnings("serial")
  public static final class HangingRole extends Pair {
    public HangingRole() {
      scenario("kate waits for ever", () -> runOn(kate, () -> new CompletableFuture<>().join()));
    }
  }
}
