package chat.moebi.otp.task;

import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Runs the cases with the tasks on a node in another JVM. */
@Tag(DistributedTests.TAG)
class RestartTaskElsewhereTest extends RestartTaskCases {

  @Override
  TaskLab start(Path home) throws Exception {
    return TaskLab.elsewhere(home);
  }
}
