package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a node that is away, over pipes. */
@Tag(DistributedTests.TAG)
class KeptTextsTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
    Files.writeString(home.resolve("keep.conf"), "chat.keep.enabled = on");
  }

  @Test
  void aTextIsShownOnceWhenItsRecipientIsBack() throws Exception {
    try (PipedProcess alex = start("alex")) {
      meetKate(alex);
      alex.type("@kate lunch?");
      alex.awaitOutput("kept for kate@localhost");
      alex.type("/outbox");
      alex.awaitOutputLike("kate@localhost alex@localhost " + TIME + " lunch\\?");
      alex.type("/history 1");
      alex.awaitOutputLike(".* > kate@localhost: lunch\\? \\(kept\\)");
      try (PipedProcess kate = start("kate")) {
        kate.awaitOutput("alex@localhost: lunch?");
        alex.awaitErrorLike("note: kate@localhost showed \"lunch\\?\" after .*");
        alex.type("@kate and dinner?");
        alex.awaitOutput("ok");
        kate.awaitOutput("alex@localhost: and dinner?");
        assertThat(kate.output()).containsOnlyOnce("alex@localhost: lunch?");
      }
      alex.type("/outbox");
      alex.type("/history 2");
      assertThat(List.of(alex.awaitOutputLike(".*"), alex.awaitOutputLike(".*")))
          .satisfiesExactly(
              line -> assertThat(line).endsWith("> kate@localhost: lunch?"),
              line -> assertThat(line).endsWith("> kate@localhost: and dinner?"));
      alex.endInput();
      assertThat(alex.awaitExit()).isZero(); // That a text is kept is no failure.
    }
  }

  @Test
  void aTextThatIsForgottenIsNotShown() throws Exception {
    try (PipedProcess alex = start("alex", "--json")) {
      meetKate(alex);
      alex.type("@kate lunch?");
      alex.awaitOutputLike(
          EventLines.like("kept", "'to':'kate@localhost','text':'kept for kate@localhost'"));
      alex.type("/forget kate");
      alex.awaitOutputLike(EventLines.like("answer", "'text':'ok'"));
      try (PipedProcess kate = start("kate")) {
        alex.type("@kate hi");
        alex.awaitOutputLike(EventLines.like("answer", "'to':'kate@localhost','text':'ok'"));
        assertThat(kate.output()).doesNotContain("alex@localhost: lunch?");
      }
      EventLines.check(alex.output());
    }
  }

  @Test
  void aNodeThatWasNeverMetIsAnError() throws Exception {
    try (PipedProcess alex = start("alex")) {
      alex.type("@nobody hi");
      alex.awaitError("error: no connection to nobody@localhost");
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(68);
    }
  }

  private void meetKate(PipedProcess alex) throws Exception {
    try (PipedProcess kate = start("kate")) {
      alex.type("@kate hello");
      kate.awaitOutput("alex@localhost: hello");
      alex.awaitOutputLike("ok|.*\"text\":\"ok\".*");
      kate.type("/quit");
      assertThat(kate.awaitExit()).isZero();
    }
  }

  private PipedProcess start(String name, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--name", name, "--config", home.resolve("keep.conf").toString()));
    arguments.addAll(List.of(options));
    PipedProcess node = chat.start(arguments.toArray(String[]::new));
    node.awaitOutputLike("(ready |.*\"ready\".*\")" + name + "@localhost.*");
    return node;
  }
}
