package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.chat.Chat;
import chat.moebi.chat.TestChats;
import chat.moebi.cli.Talker.Talking;
import chat.moebi.name.NodeName;
import chat.moebi.otp.Otp;
import chat.moebi.otp.function.Call;
import chat.moebi.otp.function.Functions;
import chat.moebi.otp.process.builtin.Echo;
import chat.moebi.otp.task.StreamOptions;
import chat.moebi.otp.task.TaskResult;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import chat.moebi.testing.WireBaseline;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets nodes and scripts of two versions talk to each other: this version, and the one that {@code
 * wire-baseline} names.
 */
@Tag(DistributedTests.TAG)
class TwoVersionsTest {

  /** A node leaves within 5 s; the rest is a reserve for a busy machine. */
  private static final Duration LEAVING = Duration.ofSeconds(6);

  private static final List<String> NAMES =
      List.of("alex@localhost", "kate@localhost", "sophie@localhost");

  @TempDir Path home;
  @TempDir Path homeOfScript;

  private Path formerJar;
  private ChatProgram present;
  private ChatProgram former;

  @BeforeEach
  @Timeout(value = 20, unit = TimeUnit.MINUTES) // It may build the former version.
  void prepare() throws Exception {
    present = new ChatProgram(home);
    // For each test, since Surefire does not report a class that is skipped as a whole.
    formerJar = WireBaseline.jar();
    former = present.withJar(formerJar);
  }

  @Test
  void aNodeAndScriptsOfThisVersionUseNodesOfTheFormerOne() throws Exception {
    ChatProgram elsewhere = new ChatProgram(homeOfScript);
    use(present, former, elsewhere);
  }

  @Test
  void aNodeAndScriptsOfTheFormerVersionUseNodesOfThisOne() throws Exception {
    ChatProgram elsewhere = new ChatProgram(homeOfScript).withJar(formerJar);
    use(former, present, elsewhere);
  }

  @Test
  void roomsOfThisVersionWorkBesideANodeOfTheFormerOne() throws Exception {
    try (PipedProcess alex = former.start("--name", "alex");
        PipedProcess kate = present.start("--name", "kate");
        PipedProcess zoe = present.start("--name", "zoe")) {
      alex.awaitOutput("ready alex@localhost");
      for (PipedProcess dog : List.of(kate, zoe)) {
        dog.type("/join #dogs");
        dog.awaitOutput("ok");
      }
      kate.type("#dogs hi");
      kate.awaitOutput("ok 1");
      zoe.awaitOutput("#dogs kate@localhost: hi");
      kate.type("/all hello");
      kate.awaitOutput("ok 2");
      alex.awaitOutput("kate@localhost: hello");
      zoe.awaitOutput("kate@localhost: hello");
      kate.type("/who #dogs");
      kate.awaitOutput("kate@localhost");
      kate.awaitOutput("zoe@localhost");
      alex.type("@kate still here?");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: still here?");
      for (PipedProcess node : List.of(alex, kate, zoe)) {
        assertThat(node.errors()).allMatch(line -> line.startsWith("note: "));
      }
    }
  }

  @Test
  void aStreamOfThisVersionRunsItsTasksOnANodeOfTheFormerOne() throws Exception {
    try (PipedProcess kate = former.startNode("kate");
        Chat sophie =
            TestChats.inCluster("sophie", present, "", Functions.installed(), (from, text) -> {})) {
      List<Echo.Text> texts =
          Stream.iterate(1, i -> i + 1).limit(50).map(i -> new Echo.Text("text " + i)).toList();
      try (Stream<TaskResult<Echo.Text>> results =
          Otp.of(sophie)
              .tasks()
              .supervisor(NodeName.parse("kate@localhost"))
              .asyncStream(
                  texts.stream().map(text -> Call.of(new Echo(), text)).toList(),
                  StreamOptions.DEFAULT.maxConcurrency(4))) {
        assertThat(results.toList())
            .isEqualTo(
                texts.stream()
                    .<TaskResult<Echo.Text>>map(TaskResult.Completed<Echo.Text>::new)
                    .toList());
      }
      assertThat(kate.errors()).allMatch(line -> line.startsWith("note: "));
    }
  }

  @Test
  void aCallOfThisVersionThroughANodeOfTheFormerOneIsAClearError() throws Exception {
    String older =
        "error: the running node is of an older version and calls no functions for scripts;"
            + " restart it";
    try (PipedProcess kate = former.startNode("kate")) {
      ScriptTest.expect(present, 69, "", older, "call", "kate", "echo", "hi");
      ChatProgram elsewhere = new ChatProgram(homeOfScript);
      String cookie = home.resolve("config/chat/cookie").toString();
      String[] flags = {"--cookie-file", cookie, "--join", address(present, "kate@localhost")};
      ScriptTest.expect(elsewhere, 69, "", older, with(flags, "call", "kate", "echo", "hi"));
      try (PipedProcess alex = present.startNode("alex")) {
        ScriptTest.expect(present, 0, "hi", "", "call", "alex", "echo", "hi");
        assertThat(alex.errors()).isEmpty();
      }
      assertThat(kate.errors()).allMatch(line -> line.startsWith("note: alex@localhost "));
    }
  }

  @Test
  void aTextToARoomUsesANodeOfTheFormerVersionForNothing() throws Exception {
    String older = "error: the running node is of an older version and knows no rooms; restart it";
    try (PipedProcess anna = former.startNode("anna")) {
      ScriptTest.expect(present, 69, "", older, "send", "#dogs", "hi");
      try (PipedProcess zoe = present.start("--name", "zoe")) {
        zoe.type("/join #dogs");
        zoe.awaitOutput("ok");
        ScriptTest.expect(present, 0, "", "", "send", "#dogs", "hi");
        zoe.awaitOutput("#dogs send@localhost: hi");
      }
      assertThat(anna.errors()).allMatch(line -> line.startsWith("note: zoe@localhost "));
    }
  }

  @Test
  void aRollingRestartFromTheFormerVersionToThisOneLosesNothing() throws Exception {
    Map<String, ChatProgram> versions = new HashMap<>();
    List<Talker> talkers = new ArrayList<>();
    try {
      for (String name : NAMES) {
        versions.put(name, former);
        talkers.add(new Talker(name, () -> versions.get(name).start("--name", name)));
      }
      for (Talker talker : talkers) {
        talker.awaitReady();
      }
      List<Talking> talkings = new ArrayList<>();
      for (Talker talker : talkers) {
        talkings.add(talker.keepSaying(othersThan(talker)));
      }
      for (Talker talker : talkers) {
        versions.put(talker.name(), present);
        talker.restart(LEAVING);
        for (Talker other : talkers) {
          if (other != talker) {
            talker.awaitAcknowledgement(
                other.name(), talker.acknowledgements(other.name()), PipedProcess.PATIENCE);
            other.awaitAcknowledgement(
                talker.name(), other.acknowledgements(talker.name()), PipedProcess.PATIENCE);
          }
        }
      }
      for (Talking talking : talkings) {
        talking.end();
      }
      for (Talker sender : talkers) {
        for (Talker recipient : talkers) {
          if (sender != recipient) {
            sender.assertShownOnceAndInOrder(recipient);
            assertThat(sender.acknowledgements(recipient.name())).isGreaterThan(20);
          }
        }
      }
    } finally {
      talkers.forEach(Talker::close);
    }
  }

  private static String[] othersThan(Talker talker) {
    return NAMES.stream().filter(name -> !name.equals(talker.name())).toArray(String[]::new);
  }

  /**
   * Uses nodes of one version from a node of the other, and each version from the other's scripts.
   */
  private void use(ChatProgram one, ChatProgram other, ChatProgram elsewhere) throws Exception {
    try (PipedProcess kate = other.startNode("kate");
        PipedProcess moebi = other.startNode("moebi");
        PipedProcess alex = one.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      LessonScenes.play(alex, kate, moebi);
      LessonScenes.assertShown(alex, kate, moebi);
      runTasks(alex, kate);
      linkAndMonitor(alex);
      sendScripts(one, other, alex, kate);
      sendScriptsFromElsewhere(elsewhere, other, kate);
      leave(alex, kate);
      assertThat(alex.errors())
          .filteredOn(line -> !line.startsWith("note: kate@localhost "))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("error: the task on kate@localhost failed: "),
              line -> assertThat(line).startsWith("error: kate@localhost has no function nonsense"),
              line -> assertThat(line).isEqualTo("error: no process <kate@localhost.3>"));
      assertThat(kate.errors()).allMatch(line -> line.startsWith("note: "));
      assertThat(moebi.errors()).allMatch(line -> line.startsWith("note: "));
    }
  }

  private static void runTasks(PipedProcess alex, PipedProcess kate) throws Exception {
    alex.type("/task kate echo hi");
    alex.awaitOutput("hi");
    alex.type("/task kate crash no paper");
    alex.awaitErrorLike("error: the task on kate@localhost failed: .*no paper.*");
    alex.type("/task kate nonsense");
    alex.awaitErrorLike("error: kate@localhost has no function nonsense; it has: .*");
    String text = "x".repeat(65_536);
    alex.type("@kate " + text);
    alex.awaitOutput("ok");
    kate.awaitOutput("alex@localhost: " + text);
  }

  private static void linkAndMonitor(PipedProcess alex) throws Exception {
    alex.type("/spawn kate echo"); // It is linked to the shell's process.
    alex.awaitOutput("<kate@localhost.3>");
    alex.type("/send <kate@localhost.3> to and fro");
    alex.awaitOutput("ok");
    alex.type("/flush");
    alex.awaitOutput("to and fro");
    alex.awaitOutput("ok");
    alex.type("/ps kate");
    alex.type("/unlink <kate@localhost.3>");
    assertThat(alex.outputUntil("ok")).anyMatch(line -> line.startsWith("<kate@localhost.3> echo"));
    alex.type("/monitor <kate@localhost.3>");
    alex.awaitOutput("ok");
    alex.type("/exit <kate@localhost.3> enough");
    alex.awaitOutput("ok");
    alex.type("/send <kate@localhost.3> late"); // The answer comes after DOWN.
    alex.awaitError("error: no process <kate@localhost.3>");
    alex.type("/flush");
    alex.awaitOutput("DOWN <kate@localhost.3> enough");
    alex.awaitOutput("ok");
    alex.type("/spawn kate crash no pen");
    alex.awaitOutput("** (EXIT from <kate@localhost.4>) no pen");
    alex.type("/self");
    alex.awaitOutput("<alex@localhost.1>");
    alex.type("/spawn kate sleep 100000");
    alex.awaitOutput("<kate@localhost.5>");
    alex.type("/tasks kate");
    alex.type("/unlink <kate@localhost.5>");
    assertThat(alex.outputUntil("ok")).isEmpty();
    alex.type("/link <kate@localhost.5>");
    alex.awaitOutput("ok");
    alex.type("/exit <kate@localhost.5> no time");
    alex.awaitOutput("** (EXIT from <kate@localhost.5>) no time");
  }

  /** Sends from scripts of each version over the socket of a node of the other version. */
  private static void sendScripts(
      ChatProgram one, ChatProgram other, PipedProcess alex, PipedProcess kate) throws Exception {
    ScriptTest.expect(one, 0, "", "", "send", "kate", "deploy", "finished");
    kate.awaitOutput("send@localhost: deploy finished");
    ScriptTest.expect(one, 0, "moebi@localhost: chicken?", "", "send", "moebi", "hi");
    ScriptTest.expect(other, 0, "", "", "send", "--name", "cron", "alex", "hi");
    alex.awaitOutput("cron@localhost: hi");
    // alex, the first in the registry, serves a name that belongs to no running node.
    ScriptTest.expect(
        other, 68, "", "error: no connection to nobody@localhost", "send", "nobody", "hi");
    ScriptTest.expect(
        other, 0, "alex@localhost up\nkate@localhost up\nmoebi@localhost up", "", "nodes");
  }

  /** Sends from a script without a node on its own host, through a contact point. */
  private void sendScriptsFromElsewhere(ChatProgram script, ChatProgram other, PipedProcess kate)
      throws Exception {
    String cookie = home.resolve("config/chat/cookie").toString();
    String contact = address(other, "kate@localhost");
    String[] flags = {"--cookie-file", cookie, "--join", contact};
    ScriptTest.expect(script, 0, "", "", with(flags, "send", "kate", "from afar"));
    kate.awaitOutput("send@localhost: from afar");
    ScriptTest.expect(
        script, 0, "moebi@localhost: chicken?", "", with(flags, "send", "moebi", "hi"));
    ScriptTest.expect(
        script,
        0,
        "alex@localhost up\nkate@localhost up\nmoebi@localhost up",
        "",
        with(flags, "nodes"));
  }

  private static String[] with(String[] flags, String command, String... arguments) {
    return Stream.of(Stream.of(command), Stream.of(flags), Stream.of(arguments))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static String address(ChatProgram program, String name) throws Exception {
    try (PipedProcess nodes = program.start("nodes", "--json")) {
      assertThat(nodes.awaitExit()).isZero();
      for (String line : nodes.output()) {
        JsonNode node = new JsonMapper().readTree(line);
        if (node.get("name").asText().equals(name)) {
          return node.get("address").asText();
        }
      }
      throw new AssertionError(name + " is not among " + nodes.output());
    }
  }

  private static void leave(PipedProcess alex, PipedProcess kate) throws Exception {
    alex.type("/spawn kate sleep 100000");
    alex.awaitOutput("<kate@localhost.6>");
    alex.type("/unlink <kate@localhost.6>");
    alex.awaitOutput("ok");
    alex.type("/monitor <kate@localhost.6>");
    alex.awaitOutput("ok");
    kate.terminate();
    assertThat(kate.awaitExit()).isEqualTo(143);
    alex.awaitError("note: kate@localhost left");
    alex.type("/flush");
    alex.awaitOutput("DOWN <kate@localhost.6> noconnection");
    alex.awaitOutput("ok");
    alex.type("/quit");
    assertThat(alex.awaitExit()).isZero();
  }
}
