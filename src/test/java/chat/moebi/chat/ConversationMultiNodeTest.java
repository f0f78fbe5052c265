package chat.moebi.chat;

import chat.moebi.multinode.MultiNodeRun;
import chat.moebi.testing.DistributedTests;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link ConversationMultiNodeSpec} on three JVMs. */
@Tag(DistributedTests.TAG)
class ConversationMultiNodeTest {

  @TempDir Path registry;

  @Test
  void threeNodesConverseAndOneLeaves() throws InterruptedException {
    MultiNodeRun.run(
        ConversationMultiNodeSpec.class,
        Map.of(ConversationMultiNodeSpec.REGISTRY, registry.toString()),
        3,
        MultiNodeRun.DEFAULT_LIMIT);
  }
}
