package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.SendResult;
import chat.moebi.chat.TestChats;
import chat.moebi.otp.function.Functions;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows how {@code listen --exec} bears more texts than it can run, and the loss of its cluster.
 */
@Tag(DistributedTests.TAG)
class ListenFaultsTest {

  private static final int WAITING = 1_000;

  @TempDir Path home;

  private ChatProgram chat;
  private Path go;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    go = home.resolve("go");
  }

  @Test
  void isBusyForFurtherTextsWhileAThousandWaitAndRunsThoseAll() throws Exception {
    try (PipedProcess bot = listen("until [ -e " + go + " ]; do sleep 0.01; done");
        Chat alex =
            TestChats.inCluster(
                "alex",
                chat,
                "chat { window.messages = 2000, send-timeout = 10 minutes }",
                Functions.installed(),
                (from, text) -> {})) {
      List<CompletableFuture<SendResult>> results = new ArrayList<>();
      for (int i = 0; i < 1 + WAITING; i++) { // The command for the first one runs.
        results.add(alex.send("bot", "text " + i).toCompletableFuture());
      }
      CompletableFuture<SendResult> tooMany = alex.send("bot", "too many").toCompletableFuture();

      assertThat(tooMany.get(PipedProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(SendResult.Busy.class);
      assertThat(results.subList(1, results.size())).noneMatch(CompletableFuture::isDone);
      Files.createFile(go);
      for (CompletableFuture<SendResult> result : results) {
        assertThat(result.get(2, TimeUnit.MINUTES)).isInstanceOf(SendResult.Completed.class);
      }
      assertThat(bot.errors()).noneMatch(line -> line.startsWith("error: "));
    }
  }

  @Test
  void aReplyArrivesThoughTheNodeRejoinsWhileItsCommandRuns() throws Exception {
    String forgetful =
        Files.writeString(home.resolve("forget.conf"), "chat.cluster.forget-after = 5 s\n")
            .toString();
    try (PipedProcess alex = chat.start("--name", "alex", "--config", forgetful)) {
      alex.awaitOutput("ready alex@localhost");
      String command = "until [ -e " + go + " ]; do sleep 0.01; done; read s; echo $s";
      try (PipedProcess bot = listen(command, "--config", forgetful)) {
        alex.awaitError("note: bot@localhost joined");
        alex.type("@bot hi");
        alex.awaitOutput("ok"); // The command has been running for 2 s.
        bot.signal("STOP");
        alex.awaitErrorLike("note: bot@localhost (was forgotten|was removed|died).*");
        bot.signal("CONT");
        bot.awaitErrorLike(".*the connection to the cluster was lost; rejoining");
        bot.awaitErrorLike(".*back, with alex@localhost");

        Files.createFile(go);

        alex.awaitOutput("bot@localhost: hi");
        alex.type("@bot again");
        alex.awaitOutput("bot@localhost: again");
        alex.awaitOutput("ok");
      }
    }
  }

  private PipedProcess listen(String command, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("listen", "--name", "bot"));
    arguments.addAll(List.of("--exec", command));
    arguments.addAll(List.of(options));
    PipedProcess bot = chat.start(arguments.toArray(String[]::new));
    bot.awaitError("ready bot@localhost");
    return bot;
  }
}
