package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.StartsActorSystem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs tasks that take longer than this node waits for their results. */
@Timeout(60)
@StartsActorSystem
class RunTaskTest {

  private final Screen err = new Screen();

  @Test
  void aLateResultIsANoteLikeALateAnswerToAText(@TempDir Path registry) throws Exception {
    try (Chat alex =
        TestChats.inCluster(
            "alex",
            registry,
            "chat.send-timeout = 0.2 s",
            Functions.installed(),
            (from, text) -> {})) {
      byte[] line = "/task alex sleep 1200\n".getBytes(StandardCharsets.UTF_8);
      Display display = new TextDisplay(new Screen(), err, false);
      Console console = new PipeConsole(new PipeInput(new ByteArrayInputStream(line)), display);

      assertThat(console.run(CompletableFuture.completedFuture(alex)))
          .contains(Failure.UNCONFIRMED);

      err.await("error: no answer from alex@localhost within 0.2 s");
      err.await("note: alex@localhost answered \"sleep 1200\" after 1 s: ok\n");
    }
  }
}
