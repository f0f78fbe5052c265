package chat.moebi.cli;

import static chat.moebi.testing.ChatProgram.TIME;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.ScreenProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows a recipient whose pseudo-terminal stops reading: the buffer of the kernel fills up. */
@Tag(DistributedTests.TAG)
class StuckTerminalTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** The time after which a stuck node must end, though it could not print its last lines. */
  private static final Duration END = Duration.ofSeconds(10);

  /** More than the buffers between a program and the screen hold, which is some 20 KiB. */
  private static final String LONG = "x".repeat(40_000);

  private static final String NO_ANSWER =
      "error: no answer from kate@localhost within 5 s; the message may still arrive";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void holdsUpNobodyElseAndShowsEverythingOnceItReadsAgain() throws Exception {
    // On a busy machine an answer to a hello may take longer than the default; the terminal is
    // stuck
    // for longer than this.
    String patient =
        Files.writeString(home.resolve("patient.conf"), "chat.cluster.hello-timeout = 5 s")
            .toString();
    try (ScreenProcess kate = startKate();
        PipedProcess tom = chat.start("--name", "tom", "--headless", "--config", patient);
        PipedProcess alex = chat.start("--name", "alex", "--config", patient);
        PipedProcess sophie = chat.start("--name", "sophie", "--config", patient)) {
      tom.awaitOutput("ready tom@localhost");
      alex.awaitOutput("ready alex@localhost");
      sophie.awaitOutput("ready sophie@localhost");
      ChatProgram.awaitPeers(alex, "kate@localhost");
      ChatProgram.awaitPeers(sophie, "kate@localhost", "tom@localhost");
      alex.type("@kate one");
      alex.awaitOutput("ok");
      kate.awaitScreen("^" + TIME + "alex@localhost: one$", SOON);

      kate.stopReading();
      alex.type("@kate " + LONG);
      alex.awaitError(NO_ANSWER);
      alex.type("@kate two");
      sophie.type("@kate three");
      for (int i = 0; i < 100; i++) {
        sophie.type("@tom " + i);
      }
      sophie.awaitError(NO_ANSWER);
      alex.awaitError(NO_ANSWER);
      tom.awaitOutput("sophie@localhost: 99");

      // The stuck terminal gets a note for each arrival and each departure.
      for (int i = 0; i < 2; i++) {
        String name = "guest" + i;
        try (PipedProcess guest = chat.start("--name", name, "--headless")) {
          guest.awaitOutput("ready " + name + "@localhost"); // Kate has answered its hello.
          ScriptTest.expect(chat, 0, "", "", "send", name, "hi");
          guest.awaitOutput("send@localhost: hi");
          guest.terminate();
          assertThat(guest.awaitExit()).isEqualTo(143);
        }
      }
      alex.type("/nodes");
      alex.awaitOutput("kate@localhost up");
      assertThat(List.of(alex, sophie, tom))
          .allSatisfy(node -> assertThat(node.errors()).noneMatch(line -> line.contains("reach")));

      kate.resumeReading();
      alex.awaitErrorLike("note: kate@localhost showed \"x+.*\" after \\d+ s");
      alex.awaitErrorLike("note: kate@localhost showed \"two\" after \\d+ s");
      sophie.awaitErrorLike("note: kate@localhost showed \"three\" after \\d+ s");
      alex.type("@kate four");
      alex.awaitOutput("ok");
      kate.awaitScreen("^" + TIME + "alex@localhost: four$", SOON);
      kate.type("@alex all there\r");
      alex.awaitOutput("kate@localhost: all there");
      String screen = kate.awaitScreen("^ok$", SOON).stream().map(String::strip).collect(joining());
      assertThat(screen)
          .containsOnlyOnce("alex@localhost: one")
          .containsOnlyOnce("alex@localhost: " + LONG)
          .containsOnlyOnce("alex@localhost: two")
          .containsOnlyOnce("alex@localhost: four")
          .containsOnlyOnce("sophie@localhost: three")
          .containsSubsequence("alex@localhost: one", LONG, "alex@localhost: two", ": four");
    }
  }

  @Test
  void sigtermEndsItInTimeAndTheOthersSeeItLeave() throws Exception {
    try (ScreenProcess kate = startKate();
        PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      kate.stopReading();
      alex.type("@kate " + LONG);
      alex.awaitError(NO_ANSWER);
      kate.signal("TERM");
      alex.awaitErrorsLike("note: kate@localhost left", 1, END);
      kate.resumeReading(); // Its end cannot be observed while the screen does not read.
      assertThat(kate.awaitExit(SOON)).isEqualTo(143);
    }
  }

  private ScreenProcess startKate() throws Exception {
    ScreenProcess kate =
        ScreenProcess.start(chat.command("--name", "kate"), chat.environment(), 250, 250);
    kate.awaitScreen("^kate@localhost is ready", SOON);
    return kate;
  }
}
