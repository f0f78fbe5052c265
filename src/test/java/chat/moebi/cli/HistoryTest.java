package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks nodes for the texts of the past. */
@Tag(DistributedTests.TAG)
class HistoryTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ";

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void bothNodesRememberWhatWasSentAlsoAfterARestart() throws Exception {
    talk();
    try (PipedProcess alex = start("alex")) {
      assertThat(answers(alex, "/history", 6))
          .satisfiesExactly(
              line -> assertThat(line).matches(TIME + "> kate@localhost: lunch\\?"),
              line -> assertThat(line).matches(TIME + "kate@localhost: at noon"),
              line -> assertThat(line).matches(TIME + "> #dogs: who has seen the red ball\\?"),
              line -> assertThat(line).matches(TIME + "> all: hello"),
              line -> assertThat(line).matches(TIME + "> nobody@localhost: hi \\(not shown\\)"),
              line -> assertThat(line).matches(TIME + "> kate@localhost: LUNCH now"));
      assertThat(answers(alex, "/history 1", 1).get(0)).endsWith("LUNCH now");
      assertThat(answers(alex, "/history kate 2", 2))
          .satisfiesExactly(
              line -> assertThat(line).endsWith("kate@localhost: at noon"),
              line -> assertThat(line).endsWith("> kate@localhost: LUNCH now"));
      assertThat(answers(alex, "/history #dogs", 1).get(0)).contains("> #dogs: who has seen");
      assertThat(answers(alex, "/search lunch", 2))
          .satisfiesExactly(
              line -> assertThat(line).endsWith("lunch?"),
              line -> assertThat(line).endsWith("LUNCH now"));
      assertThat(answers(alex, "/search ball seen", 1).get(0)).contains("> #dogs: who");
      alex.type("/search dinner");
      alex.awaitError("note: no text has dinner");
      alex.type("/history zoe");
      alex.awaitError("note: no texts with zoe");
      alex.type("/history kate hello");
      alex.awaitError("error: write /history [NODE or #ROOM] [N]");
    }
    try (PipedProcess kate = start("kate")) {
      assertThat(answers(kate, "/history", 5))
          .satisfiesExactly(
              line -> assertThat(line).matches(TIME + "alex@localhost: lunch\\?"),
              line -> assertThat(line).matches(TIME + "> alex@localhost: at noon"),
              line -> assertThat(line).matches(TIME + "#dogs alex@localhost: who has .*"),
              line -> assertThat(line).matches(TIME + "alex@localhost: hello"),
              line -> assertThat(line).matches(TIME + "alex@localhost: LUNCH now"));
    }
  }

  @Test
  void scriptsReadTheTextsOfANodeThatRunsAndOfOneThatDoesNot() throws Exception {
    assertRun(69, List.of("error: no node has a history yet; start one with --name NAME"));
    talk();
    try (PipedProcess alex = start("alex")) {
      assertThat(run("--name", "alex", "--with", "kate"))
          .satisfiesExactly(
              line -> assertThat(line).matches(TIME + "> kate@localhost: lunch\\?"),
              line -> assertThat(line).matches(TIME + "kate@localhost: at noon"),
              line -> assertThat(line).matches(TIME + "> kate@localhost: LUNCH now"));
      assertThat(run("--name", "alex", "lunch")).hasSize(2);
      say(alex, "@alex while it runs", "ok");
      alex.type("/history 1"); // Behind it, both are in the file.
      alex.awaitOutputLike(".*while it runs");
      assertThat(run("--name", "alex", "runs", "while")).hasSize(2); // Sent, and shown.
    }
    assertThat(run("--name", "kate@localhost", "--with", "#dogs")).hasSize(1);
    assertThat(run("--name", "kate", "--since", "1h", "hello")).hasSize(1);
    assertThat(run("--name", "kate", "--since", "2100-01-01")).isEmpty();
    List<String> events = run("--name", "alex", "--json");
    assertThat(EventLines.check(events)).containsExactly("message");
    assertThat(EventLines.tree(events.get(0)).get("outcome").asText()).isEqualTo("ok");
    assertThat(EventLines.tree(events.get(1)).has("outcome")).isFalse();
    assertRun(
        2, List.of("error: which node? write --name with one of: alex@localhost, kate@localhost"));
    assertRun(68, List.of("error: zoe has no history here"), "--name", "zoe");
  }

  private List<String> run(String... options) throws Exception {
    try (PipedProcess history = history(options)) {
      assertThat(history.awaitExit()).as("%s", history).isZero();
      assertThat(history.errors()).isEmpty();
      return history.output();
    }
  }

  private void assertRun(int status, List<String> errors, String... options) throws Exception {
    try (PipedProcess history = history(options)) {
      assertThat(history.awaitExit()).isEqualTo(status);
      assertThat(history.errors()).isEqualTo(errors);
      assertThat(history.output()).isEmpty();
    }
  }

  private PipedProcess history(String... options) throws Exception {
    return chat.start(
        Stream.concat(Stream.of("history"), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void onlyTheUserCanReadTheFile() throws Exception {
    talk();

    Path file = home.resolve(".local/share/chat/alex@localhost.db");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void withoutHistoryNothingRestsOnDisk() throws Exception {
    try (PipedProcess alex = start("alex", "--history", "off")) {
      alex.type("@alex a secret");
      alex.awaitOutput("ok");
      alex.type("/history");
      alex.awaitError("error: history is off; start the node with --history on");
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(1);
    }
    try (PipedProcess demo = chat.start("demo")) {
      demo.type("@kate a secret");
      demo.endInput();
      assertThat(demo.awaitExit()).isZero();
    }
    assertThat(home.resolve(".local/share/chat")).doesNotExist();
  }

  /** A conversation of two nodes, which then end. */
  private void talk() throws Exception {
    try (PipedProcess kate = start("kate");
        PipedProcess alex = start("alex")) {
      kate.type("/join #dogs");
      kate.awaitOutput("ok");
      say(alex, "@kate lunch?", "ok");
      kate.awaitOutput("alex@localhost: lunch?");
      say(kate, "@alex at noon", "ok");
      alex.awaitOutput("kate@localhost: at noon");
      say(alex, "#dogs who has seen the red ball?", "ok 1");
      say(alex, "/all hello", "ok 1");
      alex.type("@nobody hi");
      alex.awaitError("error: no connection to nobody@localhost");
      say(alex, "@kate LUNCH now", "ok");
      alex.type("/quit");
      assertThat(alex.awaitExit()).isZero();
      kate.type("/quit");
      assertThat(kate.awaitExit()).isZero();
    }
  }

  private static void say(PipedProcess node, String line, String answer) throws Exception {
    node.type(line);
    node.awaitOutput(answer);
  }

  private PipedProcess start(String name, String... options) throws Exception {
    PipedProcess node =
        chat.start(
            Stream.concat(Stream.of("--name", name), Stream.of(options)).toArray(String[]::new));
    node.awaitOutput("ready " + name + "@localhost");
    return node;
  }

  /** Returns the lines of the answer to a command. */
  private static List<String> answers(PipedProcess node, String line, int number) throws Exception {
    node.type(line);
    node.type("/flush"); // It answers ok.
    List<String> answers = node.outputUntil("ok");
    assertThat(answers).hasSize(number);
    return answers;
  }
}
