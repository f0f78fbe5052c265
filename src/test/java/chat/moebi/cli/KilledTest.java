package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.Failpoint;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are kept, while one of the two nodes is killed at a given step. */
@Tag(DistributedTests.TAG)
class KilledTest {

  private static final String KEPT = "kept for kate@localhost";
  private static final String CHAT = "chat.moebi.chat.";

  @TempDir Path home;

  private ChatProgram program;
  private String settings;

  @BeforeEach
  void prepare() throws IOException {
    program = new ChatProgram(home);
    settings =
        Files.writeString(
                home.resolve("keep.conf"), "chat.history.enabled = on\nchat.keep.enabled = on\n")
            .toString();
  }

  @Test
  void aTextIsKeptAndShownOnceWhenItsRecipientIsBack() throws Exception {
    try (PipedProcess alex = start("alex")) {
      try (PipedProcess kate = start("kate")) {
        say(alex, "hi", "ok");
        kate.awaitOutput("alex@localhost: hi");
        kate.type("/quit");
        kate.awaitExit();
      }
      alex.awaitError("note: kate@localhost left");
      say(alex, "one", KEPT);
      say(alex, "two", KEPT);
      try (PipedProcess kate = start("kate")) {
        kate.awaitOutput("alex@localhost: one");
        kate.awaitOutput("alex@localhost: two");
        alex.awaitErrorLike("note: kate@localhost showed \"two\" after \\d+ s");
        say(alex, "three", "ok");
        kate.awaitOutput("alex@localhost: three");
        assertThat(texts(kate)).hasSize(3);
      }
    }
  }

  @Test
  void aTextForAFrozenRecipientIsKeptAndShownOnceInItsPlace() throws Exception {
    try (PipedProcess alex = start("alex");
        PipedProcess kate = start("kate")) {
      say(alex, "one", "ok");
      kate.signal("STOP");
      say(alex, "two", KEPT);
      say(alex, "three", KEPT);
      kate.signal("CONT");
      kate.awaitOutput("alex@localhost: three");
      alex.awaitErrorLike("note: kate@localhost showed \"three\" after \\d+ s");
      say(alex, "four", "ok");

      assertThat(texts(kate))
          .containsExactly(
              "alex@localhost: one",
              "alex@localhost: two",
              "alex@localhost: three",
              "alex@localhost: four");
    }
  }

  /** Each step is one before which the recipient of a kept text dies. */
  @ParameterizedTest
  @CsvSource({
    "ChatSupervisor,begin,1,false",
    "ChatSupervisor,onPrepared,1,true",
    "ShownTexts,remember,2,true",
    "ChatSupervisor,onRecorded,1,false"
  })
  void aKeptTextIsShownOnceOrMarkedThoughItsRecipientDies(
      String type, String method, int showings, boolean isMaybeAgain) throws Exception {
    try (PipedProcess alex = start("alex");
        Failpoint failpoint = new Failpoint(CHAT + type, method)) {
      try (PipedProcess kate = start("kate")) {
        ChatProgram.awaitPeers(alex, "kate@localhost");
        kate.type("/quit");
        kate.awaitExit();
      }
      alex.awaitError("note: kate@localhost left");
      say(alex, "lunch?", KEPT);
      try (PipedProcess dying = failpoint.start(program, "--name", "kate", "--config", settings)) {
        failpoint.awaitKill();
        try (PipedProcess kate = start("kate")) {
          alex.awaitErrorLike("note: kate@localhost showed \"lunch\\?\" after \\d+ s");
          say(alex, "tea?", "ok");
          List<String> shown = Stream.concat(texts(dying).stream(), texts(kate).stream()).toList();
          String last = "alex@localhost: lunch?" + (isMaybeAgain ? " (maybe again)" : "");
          assertThat(shown)
              .hasSize(showings + 1)
              .endsWith(last, "alex@localhost: tea?")
              .allMatch(text -> text.endsWith("tea?") || text.startsWith("alex@localhost: lunch?"));
        }
      }
    }
  }

  /** Each step is one before which the sender of a kept text dies. */
  @ParameterizedTest
  @ValueSource(
      strings = {"RecipientOutbox.written", "KeptDelivery.send", "RecipientOutbox.answered"})
  void aKeptTextIsShownOnceThoughItsSenderDies(String step) throws Exception {
    boolean isBeforeTheAnswer = step.equals("RecipientOutbox.written");
    String[] parts = step.split("\\.");
    try (Failpoint failpoint = new Failpoint(CHAT + parts[0], parts[1])) {
      start("kate").close();
      try (PipedProcess alex = failpoint.start(program, "--name", "alex", "--config", settings)) {
        alex.awaitOutput("ready alex@localhost");
        PipedProcess first = start("kate");
        ChatProgram.awaitPeers(alex, "kate@localhost");
        first.type("/quit");
        first.awaitExit();
        alex.awaitError("note: kate@localhost left");
        alex.type("@kate lunch?");
        if (!isBeforeTheAnswer) {
          alex.awaitOutput(KEPT);
        }
        try (PipedProcess kate = start("kate")) {
          failpoint.awaitKill();
          try (PipedProcess again = start("alex")) {
            kate.awaitOutput("alex@localhost: lunch?");
            say(again, "tea?", "ok");
            assertThat(texts(kate))
                .containsExactly("alex@localhost: lunch?", "alex@localhost: tea?");
          }
        }
      }
    }
  }

  private PipedProcess start(String name) throws Exception {
    PipedProcess node = program.start("--name", name, "--config", settings);
    node.awaitOutput("ready " + name + "@localhost");
    return node;
  }

  private static void say(PipedProcess alex, String text, String answer) throws Exception {
    alex.type("@kate " + text);
    alex.awaitOutput(answer);
  }

  private static List<String> texts(PipedProcess node) {
    return node.output().stream().filter(line -> line.startsWith("alex@localhost: ")).toList();
  }
}
