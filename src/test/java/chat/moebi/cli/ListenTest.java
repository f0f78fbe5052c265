package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows what {@code listen} prints, runs and answers. */
@Tag(DistributedTests.TAG)
class ListenTest {

  private static final int MESSAGES = 500;

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void printsMessagesAndEndsAfterTheirNumber() throws Exception {
    try (PipedProcess listen = chat.start("listen", "--count", "3")) {
      String name = listen.awaitErrorLike("ready listen-[a-z]{4}@localhost").substring(6);
      try (PipedProcess send = send(name, "one\n\nthree\n")) { // Through the node that leaves.
        assertThat(send.awaitExit()).isZero();
        assertThat(send.errors()).isEmpty();
      }
      assertThat(listen.awaitExit()).isZero();
      assertThat(listen.output())
          .containsExactly("send@localhost: one", "send@localhost: ", "send@localhost: three");
      assertThat(listen.errors()).containsExactly("ready " + name);
    }
  }

  @Test
  void tellsANodeThatItsMessageWasShownBeforeItLeaves() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen = listen(alex, "ops", "--json", "--count", "1")) {
      alex.type("@ops hi");
      alex.awaitOutput("ok");
      assertThat(listen.awaitExit()).isZero();
      assertThat(listen.output()).hasSize(1);
      JsonNode message = new JsonMapper().readTree(listen.output().get(0));
      assertThat(message.get("event").asText()).isEqualTo("message");
      assertThat(message.get("from").asText()).isEqualTo("alex@localhost");
      assertThat(message.get("to").asText()).isEqualTo("ops@localhost");
      assertThat(message.get("text").asText()).isEqualTo("hi");
    }
  }

  @Test
  void repliesToNodesAndScriptsInTheOrderOfTheirMessages() throws Exception {
    List<String> texts = IntStream.range(0, MESSAGES).mapToObj(i -> "text " + i).toList();
    try (PipedProcess alex = alex();
        PipedProcess listen = listen(alex, "shout", "--exec", "tr a-z A-Z");
        PipedProcess send = send("shout", String.join("\n", texts))) {
      for (String text : texts) {
        alex.type("@shout " + text);
      }
      alex.endInput();
      assertThat(alex.awaitExit()).as("%s", alex.errors()).isZero();
      assertThat(send.awaitExit()).as("%s", send.errors()).isZero();

      List<String> replies =
          texts.stream().map(text -> "shout@localhost: " + text.toUpperCase()).toList();
      assertThat(send.output()).isEqualTo(replies);
      List<String> expected = new ArrayList<>(List.of("ready alex@localhost"));
      replies.forEach(reply -> expected.addAll(List.of(reply, "ok")));
      assertThat(alex.output()).isEqualTo(expected);
      assertThat(listen.output()).isEmpty();
    }
  }

  @Test
  void tellsTheSenderHowItsCommandEnded() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen =
            listen(alex, "bot", "--limit", "1", "--exec", "read s; eval \"$s\"")) {
      alex.type("@bot exit 3");
      alex.awaitError("error: the task on bot@localhost failed: read s; eval \"$s\" ended with 3");
      alex.type("@bot sleep 1000 & sleep 1000");
      alex.awaitError(
          "error: the task on bot@localhost failed:"
              + " read s; eval \"$s\" took longer than 1 s and was killed");
      alex.type("@bot sleep 3 & echo started");
      alex.awaitOutput("bot@localhost: started");
      alex.awaitOutput("ok");
      ScriptTest.expect(
          chat,
          70,
          "bot@localhost: bye",
          "error: the task on bot@localhost failed: read s; eval \"$s\" ended with 4",
          "send",
          "bot",
          "echo bye; exit 4");
      assertThat(listen.output()).isEmpty();
    }
  }

  @Test
  void sendersThatAreFrozenHoldNoOthersUp() throws Exception {
    String patient =
        Files.writeString(
                home.resolve("patient.conf"),
                """
                chat.send-timeout = 10 minutes
                akka.cluster.failure-detector.acceptable-heartbeat-pause = 10 minutes
                """)
            .toString();
    Path go = home.resolve("go");
    String command =
        "read s; if [ $s = wait ]; then echo started; until [ -e %s ]; do sleep 0.01; done; fi;"
            + " echo $s";
    List<String> names = List.of("alex", "kate", "moebi", "zoe");
    List<PipedProcess> senders = new ArrayList<>();
    try {
      for (String name : names) {
        senders.add(chat.start("--name", name, "--config", patient));
        senders.get(senders.size() - 1).awaitOutput("ready " + name + "@localhost");
      }
      try (PipedProcess listen =
          listen(senders.get(0), "bot", "--config", patient, "--exec", command.formatted(go))) {
        for (PipedProcess sender : senders) {
          sender.type("@bot wait");
          sender.awaitOutput("bot@localhost: started");
          sender.signal("STOP");
        }
        Files.createFile(go);
        ScriptTest.expect(chat, 0, "bot@localhost: hi", "", "send", "bot", "hi");
        for (PipedProcess sender : senders) {
          sender.signal("CONT");
          sender.awaitOutput("bot@localhost: wait");
        }
        assertThat(listen.errors()).noneMatch(line -> line.startsWith("error: "));
      }
    } finally {
      senders.forEach(PipedProcess::close);
    }
  }

  @Test
  void cutsTheReplyOfACommandThatPrintsTooMuch() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen = listen(alex, "bot", "--exec", "yes | head -c 10485760")) {
      alex.type("@bot hi");
      List<String> replies = alex.outputUntil("ok");
      assertThat(replies.stream().collect(Collectors.groupingBy(s -> s, Collectors.counting())))
          .hasSize(2)
          .containsEntry("bot@localhost: y", 1_000L)
          .containsEntry("bot@localhost: ... (10483760 more bytes are left out)", 1L);
      assertThat(listen.errors()).containsExactly("ready bot@localhost");
    }
  }

  @Test
  void endsAfterItsCommandsHaveReplied() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen =
            listen(alex, "bot", "--count", "2", "--exec", "sleep 2.5; read s; echo got $s")) {
      alex.type("@bot 1");
      alex.awaitOutput("ok"); // After 2 s, before the reply.
      alex.type("@bot 2");
      alex.awaitOutput("bot@localhost: got 1");
      alex.awaitOutput("ok");
      alex.type("@bot 3");
      alex.awaitErrorLike("error: bot@localhost is busy; try again");
      alex.awaitOutput("bot@localhost: got 2");
      assertThat(listen.awaitExit()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void endsAtASignalAndKillsItsCommands(String signal, int status) throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen = listen(alex, "bot", "--exec", "echo $$; exec sleep 1000")) {
      alex.type("@bot hi");
      String pid = alex.outputUntil("ok").get(0).replace("bot@localhost: ", "");
      listen.signal(signal);
      assertThat(listen.awaitExit()).isEqualTo(status);
      assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
    }
  }

  @Test
  void isInRoomsAndRepliesToThem() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess kate = chat.startNode("kate");
        PipedProcess bot = listen(alex, "bot", "--room", "#dogs", "--exec", "tr a-z A-Z");
        PipedProcess log = listen(alex, "log", "--room", "#cats", "--room", "#dogs")) {
      alex.type("/join #dogs");
      alex.awaitOutput("ok");
      alex.type("#dogs sit");
      alex.awaitOutput("#dogs bot@localhost: SIT");
      alex.awaitOutput("ok 2");
      log.awaitOutput("#dogs alex@localhost: sit");
      log.awaitOutput("#dogs bot@localhost: SIT");
      alex.type("#cats mew");
      alex.awaitOutput("ok 1");
      log.awaitOutput("#cats alex@localhost: mew");
      assertThat(bot.output()).isEmpty();
      assertThat(kate.output()).containsExactly("ready kate@localhost");
    }
  }

  @Test
  void endsWhenItsOutputDoes() throws Exception {
    try (PipedProcess listen = chat.startRedirected(">/dev/full", "listen", "--name", "ops")) {
      listen.awaitError("ready ops@localhost");
      try (PipedProcess send = send("ops", "hi\n")) {
        assertThat(send.awaitExit()).isEqualTo(70);
      }
      assertThat(listen.awaitExit()).isEqualTo(74);
      assertThat(listen.errors()).anyMatch(line -> line.startsWith("error: cannot write to"));
    }
  }

  @Test
  void receivesWithAClosedErrorOutput() throws Exception {
    try (PipedProcess alex = alex();
        PipedProcess listen =
            chat.startRedirected("2>&-", "listen", "--name", "ops", "--count", "1")) {
      alex.awaitErrorLike("note: ops@localhost joined");
      alex.type("@ops hi");
      alex.awaitOutput("ok");
      assertThat(listen.awaitExit()).isZero();
      assertThat(listen.output()).containsExactly("alex@localhost: hi");
    }
  }

  @Test
  void refusesArgumentsThatMakeNoSense() throws Exception {
    ScriptTest.expect(chat, 2, "", "error: --count 0; write 1 or more", "listen", "--count", "0");
    ScriptTest.expect(
        chat, 2, "", "error: \"dogs\" is not a room; write #dogs", "listen", "--room", "dogs");
    ScriptTest.expect(
        chat, 2, "", "error: --exec is empty; write a command for sh -c", "listen", "--exec", "");
    ScriptTest.expect(
        chat,
        2,
        "",
        "error: --limit soon; write a number of seconds, 0.001 to 86400",
        "listen",
        "--exec",
        "cat",
        "--limit",
        "soon");
    ScriptTest.expect(
        chat,
        2,
        "",
        "error: --limit is for a command; add --exec COMMAND, or leave --limit out",
        "listen",
        "--headless",
        "--limit",
        "5");
  }

  private PipedProcess alex() throws Exception {
    PipedProcess alex = chat.start("--name", "alex");
    alex.awaitOutput("ready alex@localhost");
    return alex;
  }

  /** Starts a node that listens, and returns when it and another one know each other. */
  private PipedProcess listen(PipedProcess other, String name, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("listen", "--name", name));
    arguments.addAll(List.of(options));
    PipedProcess listen = chat.start(arguments.toArray(String[]::new));
    listen.awaitErrorLike(".*ready.*" + name + "@localhost.*");
    other.awaitErrorLike("note: " + name + "@localhost joined");
    return listen;
  }

  private PipedProcess send(String name, String lines) throws Exception {
    PipedProcess send = chat.start("send", name, "-");
    send.typeBytes(lines.getBytes(StandardCharsets.UTF_8));
    send.endInput();
    return send;
  }
}
