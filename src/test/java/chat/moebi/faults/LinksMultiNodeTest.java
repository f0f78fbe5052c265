package chat.moebi.faults;

import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link LinksMultiNodeSpec} on three JVMs. */
@Tag(DistributedTests.TAG)
class LinksMultiNodeTest {

  @TempDir Path directory;

  @Test
  void cutLinksHealWithoutARestart() throws InterruptedException {
    FaultSuite.run(LinksMultiNodeSpec.class, directory, 6);
  }
}
