package chat.moebi.faults;

import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link PartitionMultiNodeSpec} on three JVMs. */
@Tag(DistributedTests.TAG)
class PartitionMultiNodeTest {

  @TempDir Path directory;

  @Test
  void clustersMergeByThemselves() throws InterruptedException {
    FaultSuite.run(PartitionMultiNodeSpec.class, directory, 5);
  }
}
