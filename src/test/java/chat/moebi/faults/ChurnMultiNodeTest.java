package chat.moebi.faults;

import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link ChurnMultiNodeSpec} on four JVMs, one of which is killed. */
@Tag(DistributedTests.TAG)
class ChurnMultiNodeTest {

  @TempDir Path directory;

  @Test
  void noMessageIsLostWhileNodesComeAndGo() throws InterruptedException {
    FaultSuite.run(ChurnMultiNodeSpec.class, directory, 6, "oscar");
  }
}
