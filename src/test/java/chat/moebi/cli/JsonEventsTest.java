package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets a node with {@code --json} write each of its events. */
@Tag(DistributedTests.TAG)
class JsonEventsTest {

  private static final String READY = json("{'event':'ready','node':'kate@localhost'}");
  private static final String JOINED = json("{'event':'note','text':'alex@localhost joined'}");
  private static final String MESSAGE =
      json("{'event':'message','from':'alex@localhost','text':'hi'}");
  private static final String ANSWER = json("{'event':'answer','text':'<kate@localhost.0>'}");
  private static final String OUTPUT =
      json("{'event':'output','node':'kate@localhost','text':'Hi, my name is Kate'}");
  private static final String OK = json("{'event':'answer','text':'ok'}");
  private static final String EXIT =
      json("{'event':'exit','from':'<alex@localhost.0>','reason':'boom'}");
  private static final String ERROR =
      json("{'event':'error','text':'no connection to nobody@localhost'}");

  @TempDir Path home;

  @Test
  void eachEventIsALineWithItsFieldsOnItsStream() throws Exception {
    ChatProgram chat = new ChatProgram(home);
    try (PipedProcess kate = chat.start("--name", "kate", "--json")) {
      kate.awaitOutput(READY);
      try (PipedProcess alex = chat.start("--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
        kate.awaitError(JOINED);
        alex.type("@kate hi");
        kate.awaitOutput(MESSAGE);
        kate.type("/self");
        kate.awaitOutput(ANSWER);
        kate.type("/task kate say_name");
        kate.awaitOutput(OUTPUT);
        kate.awaitOutput(OK);
        alex.type("/exit <kate@localhost.0> boom");
        kate.awaitOutput(EXIT);
        kate.type("@nobody hi");
        kate.awaitError(ERROR);
        kate.endInput();
        assertThat(kate.awaitExit()).isEqualTo(68);
      }
      assertThat(kate.output()).containsExactly(READY, MESSAGE, ANSWER, OUTPUT, OK, EXIT);
      assertThat(kate.errors()).containsExactly(JOINED, ERROR);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
