package chat.moebi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lesson's first approach to testing: a test that needs another node, and is skipped unless
 * this JVM is itself a named node ({@code mvn test -Dchat.name=sophie}).
 */
@StartsActorSystem
class SendMessageTest {

  private static final String NAME = System.getProperty("chat.name", "sophie");

  @TempDir Path home;

  @Test
  @Tag(DistributedTests.TAG)
  void sendMessage() throws Exception {
    ChatProgram program = new ChatProgram(home);
    BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    try (PipedProcess moebi = program.startNode("moebi");
        Chat sophie =
            TestChats.inCluster(
                NAME,
                program.registry(),
                program.credentials(),
                (from, text) -> shown.add(from + ": " + text))) {
      assertThat(sophie.send("moebi", "hi").toCompletableFuture().join())
          .isEqualTo(new SendResult.Completed(NodeName.parse("moebi@localhost")));
      assertThat(shown).containsExactly("moebi@localhost: chicken?");
      moebi.awaitOutput(sophie.name() + ": hi");
    }
  }
}
