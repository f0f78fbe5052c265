package chat.moebi.otp.task;

import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The base of cases that hold wherever a task runs: those of Elixir's {@code Task} and {@code
 * Task.Supervisor}, which {@code docs/ported-cases.md} lists. Two test classes run each set of
 * cases: one with the tasks on the test's own node, one with the tasks in another JVM.
 */
@TestInstance(Lifecycle.PER_CLASS) // One lab for all cases of a class.
@StartsActorSystem
abstract class TaskCases {

  TaskLab lab;

  /** Starts the nodes that the cases run on. */
  abstract TaskLab start(Path home) throws Exception;

  @BeforeAll
  final void startLab(@TempDir Path home) throws Exception {
    lab = start(home);
  }

  @AfterAll
  final void stopLab() {
    if (lab != null) {
      lab.close();
    }
  }
}
