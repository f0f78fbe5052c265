package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Functions;
import chat.moebi.registry.LockedRegistry;
import chat.moebi.testing.StartsActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends texts from a terminal to a node whose output stalls, and to another, alone and in rooms.
 */
@Timeout(60)
@StartsActorSystem
class RoomLinesTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  @TempDir Path registry;

  private final CompletableFuture<Void> kateReads = new CompletableFuture<>();
  private final BlockingQueue<String> atKate = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> atZoe = new LinkedBlockingQueue<>();
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();
  private final ShownAnswers shown = new ShownAnswers();
  private Chat alex;
  private Chat kate;
  private Chat zoe;
  private OpenLines lines;

  @BeforeEach
  void start() {
    alex =
        TestChats.inCluster(
            "alex",
            registry,
            "chat.send-timeout = 50 s", // No text is given up in this test.
            Functions.installed(),
            (from, text) -> {});
    kate =
        TestChats.inCluster(
            "kate",
            registry,
            (from, text) -> {
              kateReads.join();
              atKate.add(text);
            });
    zoe = TestChats.inCluster("zoe", registry, (from, text) -> atZoe.add(text));
    join(kate, "#dogs");
    join(zoe, "#dogs");
    CompletableFuture<CommandShell> shell =
        CompletableFuture.completedFuture(new CommandShell(alex));
    lines = new OpenLines(shell, shown, (line, recipient) -> sent.add(line.shown()));
  }

  @AfterEach
  void close() {
    kateReads.complete(null);
    List.of(alex, kate, zoe).forEach(Chat::close);
  }

  @Test
  void noTextWaitsForTheAnswerToAnother() throws Exception {
    lines.add("#dogs 1");
    lines.add("#dogs 2");
    lines.add("@kate 3");
    lines.add("@kate 4");
    lines.add("/all 5");
    lines.add("@zoe 6");
    for (String text : List.of("1", "2", "5", "6")) {
      assertThat(next(atZoe)).isEqualTo(text);
    }
    assertThat(atKate).isEmpty();

    kateReads.complete(null);
    lines.close(LIMIT);

    assertThat(atKate).containsExactly("1", "2", "3", "4", "5");
    assertThat(shown.answers)
        .hasSize(6)
        .doesNotHaveDuplicates() // All but the last one name their lines.
        .allMatch(answer -> answer.matches("ok( 2)?(: .*)?"));
    assertThat(shown.errors).isEmpty();
  }

  @Test
  void noTextOvertakesAnEarlierOneToTheSameNode() throws Exception {
    join(kate, "#cats");
    lines.add("#cats 1");
    lines.add("@kate 2");
    lines.add("#cats 3");
    join(zoe, "#cats");
    lines.add("@zoe 4");
    lines.add("#cats 5");
    lines.add("@kate 6");
    kateReads.complete(null);
    lines.close(LIMIT);

    assertThat(atKate).containsExactly("1", "2", "3", "5", "6");
    assertThat(List.copyOf(atZoe)).isSorted().endsWith("4", "5");
    assertThat(shown.errors).isEmpty();
  }

  @Test
  void linesWithAnUnknownNameDoNotWaitForTheRegistryAndKeepTheirOrder() throws Exception {
    LockedRegistry locked = new LockedRegistry(registry);
    try (locked) {
      for (String line :
          List.of("@nobody 1", "@zoe 2", "3", "/to nobody", "4", "/to #dogs", "5", "/to", "6")) {
        lines.add(line);
      }
      assertThat(sent).isEmpty();
    }
    kateReads.complete(null);
    lines.close(LIMIT);

    assertThat(sent)
        .containsExactly("@nobody 1", "@zoe 2", "@zoe 3", "@zoe 4", "#dogs 5", "@zoe 6");
    assertThat(atZoe).containsExactly("2", "3", "4", "5", "6");
    assertThat(shown.errors).hasSize(2).allMatch(e -> e.startsWith("no connection to nobody@"));
  }

  private static void join(Chat chat, String room) {
    chat.rooms().join(RoomName.parse(room)).toCompletableFuture().join();
  }

  private static String next(BlockingQueue<String> texts) throws InterruptedException {
    return texts.poll(20, TimeUnit.SECONDS);
  }
}
