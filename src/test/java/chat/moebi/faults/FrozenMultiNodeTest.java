package chat.moebi.faults;

import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link FrozenMultiNodeSpec} on three JVMs, one of which is frozen at times. */
@Tag(DistributedTests.TAG)
class FrozenMultiNodeTest {

  @TempDir Path directory;

  @Test
  void aFrozenNodeComesBackByItself() throws InterruptedException {
    FaultSuite.run(FrozenMultiNodeSpec.class, directory, 3);
  }
}
