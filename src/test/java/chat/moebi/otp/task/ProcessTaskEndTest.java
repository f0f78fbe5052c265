package chat.moebi.otp.task;

import java.nio.file.Path;

/** Runs the cases with the tasks on the test's own node. */
class ProcessTaskEndTest extends ProcessTaskEndCases {

  @Override
  TaskLab start(Path home) {
    return TaskLab.here(home);
  }
}
