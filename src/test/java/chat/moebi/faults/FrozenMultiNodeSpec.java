package chat.moebi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import akka.remote.testconductor.RoleName;
import chat.moebi.chat.SendResult.Completed;
import chat.moebi.cluster.View.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Shows that a frozen process is back as soon as it resumes. If the others have not forgotten its
 * node yet, nothing has changed; otherwise the node rejoins by itself.
 *
 * <p>While the JVM of sophie is frozen, the other roles must not enter a barrier, which would wait
 * for sophie.
 */
@SuppressWarnings("serial") // as in MultiNodeSuite
public final class FrozenMultiNodeSpec extends FaultSuite {

  private static final String FROZEN = "sophie@localhost";

  private final RoleName alex = role("alex");
  private final RoleName kate = role("kate");
  private final RoleName sophie = role("sophie");
  private RecordedNode node;

  public FrozenMultiNodeSpec() {
    scenario("three nodes meet", this::meet);
    scenario("a node that was frozen for a while is back at once", this::freezeForAWhile);
    scenario("one that was frozen for long rejoins by itself", this::freezeForLong);
  }

  private void meet() {
    node =
        new RecordedNode(ownRole(), shared("registry"), Map.of("chat.cluster.forget-after", "10 s"))
            .start();
    awaitAll();
    runOn(sophie, () -> write("pid", Long.toString(ProcessHandle.current().pid())));
  }

  private void freezeForAWhile() {
    node.clearNotes();
    enterBarrier("all are watching");
    runOn(
        alex,
        () -> {
          signal("STOP");
          sendUntilAsleep();
          eventually(NOTICED, () -> assertThat(node.status("sophie")).contains(Status.UNREACHABLE));
          assertNoConnectionAtOnce(node, "sophie");
          assertShown(node, "kate", "she sleeps");
          signal("CONT");
          eventually(NOTICED, () -> assertThat(node.status("sophie")).contains(Status.UP));
          assertShown(node, "sophie", "good morning");
        });
    enterBarrier("awake");
    awaitAll();
    runOn(
        sophie,
        () -> {
          assertThat(node.shownOf("alex")).containsOnlyOnce("good morning");
          // The last text was on its way when the process froze.
          assertThat(node.shownOf("alex")).doesNotHaveDuplicates();
          assertShown(node, "kate", "good morning");
        });
    assertThat(node.connections()).isEmpty();
  }

  // On a busy machine a process runs on for a moment after the signal.
  private void sendUntilAsleep() {
    int sent = 0;
    while (sendInTime(node, "sophie", "asleep? " + sent) instanceof Completed) {
      sent++;
    }
    assertUnconfirmedInTime(node, "sophie", "asleep!");
  }

  private void freezeForLong() {
    node.clearNotes();
    enterBarrier("all are watching again");
    runOn(
        alex,
        () -> {
          signal("STOP");
          eventually(
              PATIENCE,
              () ->
                  assertThat(node.notes())
                      .contains(FROZEN + " was forgotten: it has not answered for too long"));
          assertThat(node.status("sophie")).isEmpty();
          assertNoConnectionAtOnce(node, "sophie");
          assertShown(node, "kate", "she is gone");
          signal("CONT");
          eventually(MERGED, () -> assertThat(node.status("sophie")).contains(Status.UP));
          assertShown(node, "sophie", "good morning again");
        });
    enterBarrier("awake after long");
    awaitAll();
    runOn(
        sophie,
        () -> {
          awaitRejoined(node);
          assertThat(node.shownOf("alex")).containsOnlyOnce("good morning again");
          assertShown(node, "alex", "good morning again");
          assertShown(node, "kate", "good morning again");
        });
    runOnAll(() -> assertThat(node.connections()).isEmpty(), alex, kate);
  }

  private void awaitAll() {
    awaitReachable(PATIENCE, node, "alex", "kate", "sophie");
  }

  private static void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, read("pid")).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
