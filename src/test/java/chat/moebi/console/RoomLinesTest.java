package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.RoomName;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shows which lines of a terminal a text to a room waits for, and which ones wait for it. */
@Timeout(60)
@StartsActorSystem
class RoomLinesTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  @TempDir Path registry;

  private final CompletableFuture<Void> kateReads = new CompletableFuture<>();
  private final BlockingQueue<String> atKate = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> atZoe = new LinkedBlockingQueue<>();
  private final ShownAnswers shown = new ShownAnswers();
  private Chat alex;
  private Chat kate;
  private Chat zoe;
  private OpenLines lines;

  @BeforeEach
  void start() {
    alex = TestChats.inCluster("alex", registry, (from, text) -> {});
    kate =
        TestChats.inCluster(
            "kate",
            registry,
            (from, text) -> {
              kateReads.join();
              atKate.add(text);
            });
    zoe = TestChats.inCluster("zoe", registry, (from, text) -> atZoe.add(text));
    for (Chat chat : List.of(kate, zoe)) {
      chat.rooms().join(RoomName.parse("#dogs")).toCompletableFuture().join();
    }
    CompletableFuture<CommandShell> shell =
        CompletableFuture.completedFuture(new CommandShell(alex));
    lines = new OpenLines(shell, shown, (line, recipient) -> {});
  }

  @AfterEach
  void close() {
    kateReads.complete(null);
    List.of(alex, kate, zoe).forEach(Chat::close);
  }

  @Test
  void aTextToARoomDoesNotWaitForTheAnswersOfItsRecipients() throws Exception {
    lines.add("@kate 1");
    lines.add("#dogs 2");
    assertThat(next(atZoe)).isEqualTo("2");
    assertThat(atKate).isEmpty();

    kateReads.complete(null);
    lines.close(LIMIT);

    assertThat(atKate).containsExactly("1", "2");
    assertThat(shown.answers).containsExactlyInAnyOrder("ok: @kate 1", "ok 2");
  }

  @Test
  void noTextOvertakesAnEarlierOneToTheSameNode() throws Exception {
    lines.add("@kate 1");
    lines.add("@kate 2"); // Not sent before the first is answered.
    lines.add("#dogs 3");
    lines.add("@zoe 4");
    lines.add("@kate 5");
    lines.add("/all 6");
    assertThat(atZoe.poll(300, TimeUnit.MILLISECONDS)).isNull();

    kateReads.complete(null);
    lines.close(LIMIT);

    assertThat(atKate).containsExactly("1", "2", "3", "5", "6");
    assertThat(atZoe).containsExactly("3", "4", "6");
    assertThat(shown.answers).hasSize(6).contains("ok: @kate 1").doesNotHaveDuplicates();
    assertThat(shown.errors).isEmpty();
  }

  @Test
  void aTextWaitsForNoTextToOtherNodes() throws Exception {
    kate.rooms().leave(RoomName.parse("#dogs")).toCompletableFuture().join();
    lines.add("@kate 1");
    lines.add("@kate 2");
    lines.add("#dogs 3");
    assertThat(next(atZoe)).isEqualTo("3");
    lines.add("@zoe 4");
    assertThat(next(atZoe)).isEqualTo("4");
    kateReads.complete(null);
    lines.close(LIMIT);
    assertThat(shown.answers).contains("ok 1: #dogs 3");
  }

  private static String next(BlockingQueue<String> texts) throws InterruptedException {
    return texts.poll(20, TimeUnit.SECONDS);
  }
}
