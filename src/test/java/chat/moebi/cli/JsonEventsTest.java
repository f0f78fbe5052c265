package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets each command with {@code --json} write each of its events. */
@Tag(DistributedTests.TAG)
class JsonEventsTest {

  private static final String READY = EventLines.like("ready", "'node':'kate@localhost'");
  private static final String JOINED =
      EventLines.like("presence", "'node':'alex@localhost','change':'joined'");
  private static final String MESSAGE =
      EventLines.message(
          "'from':'alex@localhost','to':'kate@localhost','text':'hi','automatic':false");
  private static final String ANSWER = EventLines.like("answer", "'text':'<kate@localhost.0>'");
  private static final String OUTPUT =
      EventLines.like("output", "'node':'kate@localhost','text':'Hi, my name is Kate'");
  private static final String OK = EventLines.like("answer", "'text':'ok'");
  private static final String SHOWN =
      EventLines.like("answer", "'to':'alex@localhost','text':'ok'");
  private static final String OK_OF_MOEBI =
      EventLines.like("answer", "'to':'moebi@localhost','text':'ok'");
  private static final String EXIT =
      EventLines.like("exit", "'from':'<alex@localhost.0>','reason':'boom'");
  private static final String ERROR =
      EventLines.notShown("nobody@localhost", "no connection to nobody@localhost", 68);
  private static final String UNKNOWN =
      EventLines.error("unknown command /sned; did you mean /send?", 2);
  private static final String LEFT =
      EventLines.like("presence", "'node':'alex@localhost','change':'left'");

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void eachEventIsALineWithItsFieldsOnItsStream() throws Exception {
    try (PipedProcess kate = chat.start("--name", "kate", "--json")) {
      kate.awaitOutputLike(READY);
      try (PipedProcess alex = chat.start("--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
        kate.awaitErrorLike(JOINED);
        alex.type("@kate hi");
        kate.awaitOutputLike(MESSAGE);
        kate.type("/self");
        kate.awaitOutputLike(ANSWER);
        kate.type("/task kate say_name");
        kate.awaitOutputLike(OUTPUT);
        kate.awaitOutputLike(OK);
        kate.type("@alex hi");
        kate.awaitOutputLike(SHOWN);
        alex.type("/exit <kate@localhost.0> boom");
        kate.awaitOutputLike(EXIT);
        kate.type("@nobody hi");
        kate.awaitErrorLike(ERROR);
        kate.type("/sned");
        kate.awaitErrorLike(UNKNOWN);
        alex.endInput();
        kate.awaitErrorLike(LEFT);
        kate.endInput();
        assertThat(kate.awaitExit()).isEqualTo(68);
      }
      assertLines(kate.output(), READY, MESSAGE, ANSWER, OUTPUT, OK, SHOWN, EXIT);
      assertLines(kate.errors(), JOINED, ERROR, UNKNOWN, LEFT);
    }
  }

  @Test
  void aTextHasTheSameIdAtItsRecipientAndTheTimeOfItsArrival() throws Exception {
    Instant before = Instant.now().minus(Duration.ofMillis(1));
    try (PipedProcess moebi = chat.start("--name", "moebi", "--headless", "--json")) {
      moebi.awaitOutputLike(EventLines.like("ready", "'node':'moebi@localhost'"));
      JsonNode answer = send("--json", "moebi", "hi");
      JsonNode question = EventLines.tree(moebi.output().get(1));

      assertThat(question.get("from").asText()).isEqualTo("send@localhost");
      assertThat(question.get("automatic").asBoolean()).isFalse();
      assertThat(answer.get("to").asText()).isEqualTo("send@localhost");
      assertThat(answer.get("automatic").asBoolean()).isTrue();
      assertThat(answer.get("id")).isNotEqualTo(question.get("id"));
      assertThat(
              Stream.of(question, answer).map(event -> Instant.parse(event.get("time").asText())))
          .allSatisfy(time -> assertThat(time).isBetween(before, Instant.now()))
          .isSorted();
    }
  }

  @Test
  void aTextToARoomNamesTheRoomInItsMessageAndItsAnswer() throws Exception {
    try (PipedProcess kate = chat.start("--name", "kate", "--json")) {
      kate.awaitOutputLike(READY);
      kate.type("/join #dogs");
      kate.awaitOutputLike(OK);
      try (PipedProcess alex = chat.start("--name", "alex", "--json")) {
        alex.awaitOutputLike(EventLines.like("ready", "'node':'alex@localhost'"));
        alex.type("/send #dogs wau");
        String shown = EventLines.like("answer", "'room':'#dogs','text':'ok 1'");
        alex.awaitOutputLike(shown);
        kate.awaitOutputLike(
            EventLines.message(
                "'from':'alex@localhost','to':'kate@localhost','room':'#dogs',"
                    + "'text':'wau','automatic':false"));
        try (PipedProcess send = chat.start("send", "--json", "#dogs", "wuff")) {
          assertThat(send.awaitExit()).as("%s", send).isZero();
          assertLines(send.output(), shown);
          assertThat(send.errors()).isEmpty();
        }
        String none =
            EventLines.like("error", "'room':'#cats','text':'nobody else is in #cats','status':68");
        try (PipedProcess send = chat.start("send", "--json", "#cats", "meow")) {
          assertThat(send.awaitExit()).as("%s", send).isEqualTo(68);
          assertLines(send.errors(), none);
        }
        alex.type("#cats meow");
        alex.awaitErrorLike(none);
        EventLines.check(kate.output());
        EventLines.check(alex.output());
      }
    }
  }

  @Test
  void theNodesOfTheDemoShareAVocabulary() throws Exception {
    try (PipedProcess demo = chat.start("demo", "--json")) {
      demo.type("@kate hi");
      demo.endInput();
      assertThat(demo.awaitExit()).isZero();
      assertLines(
          demo.output(),
          EventLines.like("ready", "'node':'alex@localhost'"),
          EventLines.message(
              "'from':'alex@localhost','to':'kate@localhost','text':'hi','automatic':false"),
          EventLines.like("answer", "'to':'kate@localhost','text':'ok'"));
    }
  }

  /** Sends a text, and returns the one event that comes before its {@code ok}. */
  private JsonNode send(String... arguments) throws Exception {
    String[] command =
        Stream.concat(Stream.of("send"), Stream.of(arguments)).toArray(String[]::new);
    try (PipedProcess send = chat.start(command)) {
      assertThat(send.awaitExit()).as("%s", send).isZero();
      assertThat(EventLines.check(send.output())).containsOnly("message", "answer");
      assertThat(send.output()).hasSize(2);
      assertThat(send.output().get(1)).matches(OK_OF_MOEBI);
      assertThat(send.errors()).isEmpty();
      return EventLines.tree(send.output().get(0));
    }
  }

  private static void assertLines(List<String> lines, String... expected) {
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(lines.get(i)).matches(expected[i]);
    }
    EventLines.check(lines);
  }
}
