package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows the output and exit statuses of {@code send} and {@code nodes} in scripts. */
@Tag(DistributedTests.TAG)
class ScriptTest {

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void sendsThroughARunningNodeAndIsSeenByNobody() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess moebi = chat.startNode("moebi")) {
      expect(0, "", "", "send", "kate", "deploy", "finished");
      kate.awaitOutput("send@localhost: deploy finished");
      expect(0, "", "", "send", "--name", "cron@example.org", "kate@localhost", "");
      kate.awaitOutput("cron@example.org: ");
      expect(0, "moebi@localhost: chicken?", "", "send", "moebi", "hi");
      moebi.awaitOutput("send@localhost: hi");

      expect(68, "", "error: no connection to nobody@localhost", "send", "nobody", "hi");
      expect(
          65,
          "",
          "error: the message is too long: 65537 of at most 65536 bytes",
          "send",
          "kate",
          "x".repeat(65_537));
      expect(2, "", null, "send", "ka te", "hi");
      expect(2, "", null, "send", "kate");
      expect(2, "", null, "send", "--timeout", "0", "kate", "hi");

      kate.terminate();
      kate.awaitExit();
      assertThat(kate.errors()).containsExactly("note: moebi@localhost joined");
    }
  }

  @Test
  void routesTheAnswerBackThoughAnotherNodeRelays() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess other = chat.start("--name", "moebi@127.0.0.1", "--headless")) {
      other.awaitOutput("ready moebi@127.0.0.1");
      // kate, the first in the registry, relays, and no moebi is on kate's host: only the full name
      // fits.
      expect(0, "moebi@127.0.0.1: chicken?", "", "send", "moebi@127.0.0.1", "hi");
      assertThat(kate.output()).containsExactly("ready kate@localhost");
    }
  }

  @Test
  void sendsALineOfStandardInputAMessageAndGoesOnAfterAFailure() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess send = chat.start("send", "kate", "-")) {
      send.typeBytes(("one\n\n" + "x".repeat(70_000) + "\nthree").getBytes(StandardCharsets.UTF_8));
      send.endInput();
      assertThat(send.awaitExit()).isEqualTo(65);
      assertThat(send.errors())
          .containsExactly("error: the message is too long: 70000 of at most 65536 bytes");
      assertThat(send.output()).isEmpty();
      kate.awaitOutput("send@localhost: three");
      assertThat(kate.output())
          .containsExactly(
              "ready kate@localhost",
              "send@localhost: one",
              "send@localhost: ",
              "send@localhost: three");
    }
  }

  @Test
  void distinguishesALateAnswerFromTheAnswerToTheNextMessage() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess send = chat.start("send", "--timeout", "3", "kate", "-")) {
      send.type("a"); // From now on it is connected to kate itself.
      kate.awaitOutput("send@localhost: a");
      kate.signal("STOP"); // Before or after it told the script that a was shown.
      send.type("b");
      send.awaitError(
          "error: no answer from kate@localhost within 3 s; the message may still arrive");
      kate.signal("CONT");
      kate.awaitOutput("send@localhost: b");
      send.type("c");
      kate.awaitOutput("send@localhost: c");
      send.awaitErrorLike("note: kate@localhost showed \"[ab]\" after \\d+ s");
      send.endInput();
      assertThat(send.awaitExit()).isEqualTo(75);
      assertThat(send.errors()).hasSize(2);
      assertThat(send.output()).isEmpty();
    }
  }

  @Test
  void usesANodeThatAnswersWhileAnotherIsFrozen() throws Exception {
    try (PipedProcess alex = chat.startNode("alex");
        PipedProcess kate = chat.startNode("kate")) {
      alex.signal("STOP"); // It is the first in the registry.
      expect(0, "", "", "send", "kate", "hi");
      kate.awaitOutput("send@localhost: hi");
      kate.signal("STOP");
      expect(
          75,
          "",
          "error: alex@localhost (pid " + alex.pid() + ") does not answer; try again, or end it",
          "nodes");
    }
  }

  @Test
  void aScriptCannotSendUnderTheNameOfANode() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess zoe = chat.start("--name", "zoe")) {
      zoe.awaitOutput("ready zoe@localhost");
      String taken = "kate@localhost is the name of a node; choose another --name";
      expect(73, "", "error: " + taken, "send", "--name", "kate", "zoe", "hi");
      expect(73, "", "error: " + taken, "send", "--name", "kate@localhost", "kate", "hi");
      expectEvents(
          73,
          List.of(),
          List.of(EventLines.notShown("zoe@localhost", taken, 73)),
          "send",
          "--json",
          "--name",
          "kate",
          "zoe",
          "hi");
      expect(0, "", "", "send", "--name", "kate2", "zoe", "bye");
      zoe.awaitOutput("kate2@localhost: bye");
      assertThat(zoe.output()).containsExactly("ready zoe@localhost", "kate2@localhost: bye");
      assertThat(kate.output()).containsExactly("ready kate@localhost");
    }
  }

  @Test
  void writesEventsAsJsonLines() throws Exception {
    try (PipedProcess moebi = chat.start("--name", "moebi", "--json")) {
      moebi.awaitOutputLike(EventLines.like("ready", "'node':'moebi@localhost'"));
      expectEvents(
          0,
          List.of(
              EventLines.message(
                  "'from':'moebi@localhost','to':'send@localhost',"
                      + "'text':'chicken?','automatic':true"),
              EventLines.like("answer", "'to':'moebi@localhost','text':'ok'")),
          List.of(),
          "send",
          "--json",
          "moebi",
          "\u001b[31mh\u00e4");
      moebi.awaitOutputLike(
          EventLines.message(
              "'from':'send@localhost','to':'moebi@localhost',"
                  + "'text':'\\u001B[31mh\\u00E4','automatic':false"));
      moebi.type("/nodes");
      moebi.awaitOutputLike(EventLines.like("answer", "'text':'moebi@localhost self'"));
      String noConnection =
          EventLines.notShown("nobody@localhost", "no connection to nobody@localhost", 68);
      moebi.type("@nobody hi");
      moebi.awaitErrorLike(noConnection);
      expectEvents(68, List.of(), List.of(noConnection), "send", "--json", "nobody", "hi");
    }
  }

  @Test
  void reportsThatAllPlacesAreTakenUntilAScriptEnds() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      Path socket;
      try (Stream<Path> files = Files.list(chat.registry())) {
        socket = files.filter(file -> file.toString().endsWith(".sock")).findAny().orElseThrow();
      }
      List<SocketChannel> scripts = new ArrayList<>();
      try {
        for (int i = 0; i < 64; i++) {
          SocketChannel script = SocketChannel.open(UnixDomainSocketAddress.of(socket));
          scripts.add(script);
          script.write(StandardCharsets.UTF_8.encode("{\"type\":\"ping\"}\n"));
          assertThat(script.read(ByteBuffer.allocate(1))).isOne(); // It has a place.
        }
        expect(
            75,
            "",
            "error: 64 scripts use kate@localhost already; try again",
            "send",
            "kate",
            "hi");
        expect(75, "", "error: 64 scripts use kate@localhost already; try again", "nodes");
      } finally {
        for (SocketChannel script : scripts) {
          script.close();
        }
      }
      expect(0, "kate@localhost up", "", "nodes");
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void reportsThatNoNodeIsRunning() throws Exception {
    expect(69, "", "error: no node is running; start one with --name NAME", "send", "kate", "hi");
    expect(69, "", "error: no node is running; start one with --name NAME", "nodes");
  }

  @Test
  void listsTheNodes() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.startNode("alex")) {
      expect(0, "alex@localhost up\nkate@localhost up", "", "nodes");
      try (PipedProcess nodes = chat.start("nodes", "--json")) {
        assertThat(nodes.awaitExit()).isZero();
        assertThat(nodes.output()).hasSize(2);
        JsonNode first = new JsonMapper().readTree(nodes.output().get(0));
        assertThat(first.get("name").asText()).isEqualTo("alex@localhost");
        assertThat(first.get("address").asText()).matches("localhost:\\d+");
        assertThat(first.get("status").asText()).isEqualTo("up");
        assertThat(first).hasSize(3);
      }
      assertThat(alex.pid()).isNotEqualTo(kate.pid());
    }
  }

  private void expectEvents(
      int status, List<String> output, List<String> errors, String... arguments) throws Exception {
    expectEvents(chat, status, output, errors, arguments);
  }

  /** Runs a command to its end; each line has to match the regular expression in its place. */
  static void expectEvents(
      ChatProgram chat, int status, List<String> output, List<String> errors, String... arguments)
      throws Exception {
    try (PipedProcess script = chat.start(arguments)) {
      script.endInput();
      assertThat(script.awaitExit()).as("%s", script).isEqualTo(status);
      assertMatch(script.output(), output);
      assertMatch(script.errors(), errors);
    }
  }

  private static void assertMatch(List<String> lines, List<String> expected) {
    EventLines.check(lines);
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).matches(expected.get(i));
    }
  }

  private void expect(int status, String output, String errors, String... arguments)
      throws Exception {
    expect(chat, status, output, errors, arguments);
  }

  /** Runs a command to its end; {@code errors} of null means any one line that begins so. */
  static void expect(
      ChatProgram chat, int status, String output, String errors, String... arguments)
      throws Exception {
    try (PipedProcess script = chat.start(arguments)) {
      script.endInput();
      assertThat(script.awaitExit()).as("%s", script).isEqualTo(status);
      assertThat(String.join("\n", script.output())).isEqualTo(output);
      if (errors == null) {
        assertThat(script.errors()).hasSize(1).allMatch(line -> line.startsWith("error: "));
      } else {
        assertThat(String.join("\n", script.errors())).isEqualTo(errors);
      }
    }
  }
}
