package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows each error that a user can meet, to the letter. */
@Tag(DistributedTests.TAG)
class ErrorsTest {

  @TempDir Path home;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void atThePrompt() throws Exception {
    try (PipedProcess kate1 = chat.start("--name", "kate@127.0.0.1", "--headless");
        PipedProcess kate2 = chat.start("--name", "kate@127.0.0.2", "--headless")) {
      kate1.awaitOutput("ready kate@127.0.0.1");
      kate2.awaitOutput("ready kate@127.0.0.2");
      try (PipedProcess alex = chat.start("--name", "alex")) {
        alex.awaitOutput("ready alex@localhost");
        expectError(alex, "hello?", "to whom? write @NODE TEXT");
        expectError(alex, "@nobody hi", "no connection to nobody@localhost");
        expectError(alex, "@kate hi", "which kate? kate@127.0.0.1, kate@127.0.0.2");
        expectError(alex, "/sned kate hi", "unknown command /sned; did you mean /send?");
        expectError(alex, "/dance", "unknown command /dance; /help lists the commands");
        expectError(
            alex,
            "@kate@127.0.0.1 " + "x".repeat(70_000),
            "the message is too long: 70000 of at most 65536 bytes");
        alex.type("@kate@127.0.0.1 \u001b]0;owned\u0007");
        alex.awaitOutput("ok");
        kate1.awaitOutput("alex@localhost: \\x1b]0;owned\\x07");
        alex.type("//quit is no command here");
        alex.awaitOutput("ok");
        kate1.awaitOutput("alex@localhost: /quit is no command here");
        assertThat(kate2.output()).containsExactly("ready kate@127.0.0.2");
      }
    }
  }

  @Test
  void whenTheRecipientIsFrozenAndThawed() throws Exception {
    Path config = Files.writeString(home.resolve("small.conf"), "chat.window.messages = 1");
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.start("--name", "alex", "--config", config.toString())) {
      alex.awaitOutput("ready alex@localhost");
      kate.signal("STOP");
      alex.type("@kate hi");
      alex.type("@kate hi again");
      alex.awaitError(
          "error: no answer from kate@localhost within 5 s; the message may still arrive");
      // Either comes first: kate does not answer, or the window is full.
      alex.awaitErrorLike(
          "error: (kate@localhost is busy; try again|no connection to kate@localhost)");
      kate.signal("CONT");
      alex.awaitErrorLike("note: kate@localhost showed \"hi\" after \\d+ s");
      kate.awaitOutput("alex@localhost: hi");
    }
  }

  @Test
  void whenTheRecipientsOutputIsGone() throws Exception {
    try (PipedProcess alex = chat.start("--name", "alex");
        PipedProcess kate =
            chat.startInto("{ head -n 1; exec <&-; echo gone; }", "--name", "kate", "--headless")) {
      alex.awaitOutput("ready alex@localhost");
      kate.awaitOutput("ready kate@localhost");
      kate.awaitOutput("gone");
      alex.type("@kate hi");
      String crashed = "error: the task on kate@localhost failed: its output failed: Broken pipe";
      alex.awaitError(crashed);
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(70);
      ScriptTest.expect(chat, 70, "", crashed, "send", "kate", "hi");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | a node needs a name; write --name kate, say |",
        "2 | \"ka te\" is not a node name; .* | --name,ka te",
        "2 | \"b@c\" is not a host; .* | --name,a@b@c",
        "2 | the name kate@127.0.0.1 and the host localhost do not agree; .* |"
            + " --name,kate@127.0.0.1,--host,localhost",
        "2 | the host 192.0.2.1 is not this one .* | --name,kate,--host,192.0.2.1",
        "2 | cannot listen on 192.0.2.1; it is no address of this host |"
            + " --name,kate,--bind,192.0.2.1",
        "2 | cannot find the host no-such-host.invalid; .* |"
            + " --name,kate,--host,no-such-host.invalid",
        "2 | \"kate\" is no contact point; write HOST:PORT, .* | --name,alex,--join,kate",
        "78 | the cookie has fewer than 20 characters: .* |"
            + " --name,kate,--bind,0.0.0.0,--cookie,secret",
        "78 | the cookie is empty; .* | --name,kate,--cookie,",
        "78 | give --cookie or --cookie-file, not both | --name,kate,--cookie,a,--cookie-file,b",
        "78 | cannot use the cookie file no-such-file: there is no such file; .* |"
            + " --name,kate,--cookie-file,no-such-file",
        "2 | the port 70000 is not one; .* | --name,kate,--port,70000",
        "78 | cannot use the cookie file cookie: there is no such file; .* |"
            + " --name,demo,--cookie-file,cookie",
        "2 | unknown option --nam; did you mean --name\\? | --nam,kate",
        "2 | unknown option --frob; see chat --help | --frob",
        "2 | unknown command snd; did you mean send\\? | snd,kate,hi",
        "2 | unknown command sned; did you mean send\\? | sned,kate,hi",
        "2 | unknown command sned; did you mean send\\? | sned,--help",
        "2 | unknown command nodse; did you mean nodes\\? | nodse",
        "2 | unknown command NODES; did you mean nodes\\? | NODES",
        "2 | unknown command /nodes; did you mean nodes\\? | /nodes",
        "2 | unknown command kate; to start a node write chat --name kate, to send write chat send kate TEXT |"
            + " kate,hi",
        "2 | unknown command @kate; to send write chat send kate TEXT | @kate,hi",
        "2 | unknown command #dogs; to send write chat send '#dogs' TEXT | #dogs,hi",
        "2 | unknown command k.te; see chat --help | k.te",
        "2 | chat takes no argument hi; see chat --help | --name,kate,hi",
        "2 | chat nodes takes no argument kate; see chat nodes --help | nodes,kate",
        "2 | \"@kate\" is not a node name; write kate, without the @ before it | send,@kate,hi",
        "2 | unknown option --nme; did you mean --name\\? | --nme,kate",
        "2 | --name needs a value; write NAME\\[@HOST\\] | --name",
        "2 | --port needs a value; write a whole number | --port,--name,kate",
        "2 | --port some; write a whole number | --name,kate,--port,some",
        "2 | --color blue; write auto.always.never | --name,kate,--color,blue",
        "2 | no completion for the shell tcsh; write bash, zsh or fish | completion,tcsh",
        "2 | no bash.zsh.fish; write chat completion bash.zsh.fish | completion",
        "2 | no NODE; write chat send NODE TEXT | send",
        "2 | no TEXT; write chat send NODE TEXT | send,kate",
        "2 | no FUNCTION; write chat call NODE FUNCTION \\[ARG ...\\] | call,kate",
        "2 | write -- before a text that begins with a dash: chat send NODE -- TEXT |"
            + " send,kate,-v is broken",
        "2 | write -- before a text that begins with a dash: chat send NODE -- TEXT |"
            + " send,kate,-h is broken",
        "2 | write -- before a text that begins with a dash: chat send NODE -- TEXT |"
            + " send,-V is broken",
        "2 | write -- before a text that begins with a dash: chat send NODE -- TEXT |"
            + " send,kate,--help",
        "2 | unknown option -v; did you mean --version\\?; write -- before a text that begins with a dash: .* |"
            + " send,kate,hi,-v",
        "2 | unknown option --tiemout; did you mean --timeout\\?; write -- .* |"
            + " send,--tiemout,3,kate,hi",
        "2 | --cookie stands before send; write options behind the command that they are for |"
            + " --cookie,wrong,send,kate,hi",
        "2 | --headless stands before demo; .* | --headless,demo",
        "2 | --join needs --host, the address by which the others reach this node |"
            + " --name,kate,--join,alex.example:2551,--cookie-file,no-such-file",
        "2 | --timeout soon; write a number of seconds, 0.001 to 86400 |"
            + " send,--timeout,soon,kate,hi",
        "2 | --timeout 0.0001; write a number of seconds, .* | send,--timeout,0.0001,kate,hi",
        "78 | cannot read the configuration no-such-file | --name,kate,--config,no-such-file",
      })
  void whenANodeCannotStart(int status, String sentence, String arguments) throws Exception {
    String[] words = arguments == null ? new String[0] : arguments.split(",", -1);
    try (PipedProcess node = chat.start(words)) {
      assertThat(node.awaitExit()).as("%s", node).isEqualTo(status);
      assertThat(node.output()).isEmpty();
      assertThat(node.errors()).hasSize(1);
      assertThat(node.errors().get(0)).matches("error: " + sentence);
    }
  }

  @Test
  void whenASettingIsWrong() throws Exception {
    Path config = Files.writeString(home.resolve("bad.conf"), "chat.max-scripts = -1\n");
    try (PipedProcess kate = chat.start("--name", "kate", "--config", config.toString())) {
      assertThat(kate.awaitExit()).as("%s", kate).isEqualTo(78);
      assertThat(kate.errors())
          .containsExactly(
              "error: bad configuration: "
                  + config
                  + ": 1: chat.max-scripts = -1; write a whole number of 1 or more");
      assertThat(chat.logs()).doesNotExist();
      assertThat(chat.registry()).doesNotExist();
    }
  }

  @Test
  void whenAPortIsInUse() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess nodes = chat.start("nodes", "--json")) {
      nodes.awaitExit();
      String port = nodes.output().get(0).replaceAll(".*localhost:(\\d+).*", "$1");
      try (PipedProcess alex = chat.start("--name", "alex", "--port", port)) {
        assertThat(alex.awaitExit()).isEqualTo(1);
        assertThat(alex.errors()).hasSize(1);
        assertThat(alex.errors().get(0))
            .startsWith("error: cannot listen on localhost:" + port + ": ")
            .endsWith("; choose another --port");
      }
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void whenTheJdkHasNoTls() throws Exception {
    Path few = Files.writeString(home.resolve("few.security"), "security.provider.1=SUN\n");
    List<String> command = new ArrayList<>(chat.command("--name", "kate"));
    command.add(1, "-Djava.security.properties==" + few); // It replaces the JDK's own.
    try (PipedProcess kate = PipedProcess.start(command, chat.environment())) {
      assertThat(kate.awaitExit()).as("%s", kate).isEqualTo(1);
      assertThat(kate.errors()).containsExactly("error: cannot start: this JDK has no TLS 1.3");
      assertThat(kate.output()).isEmpty();
    }
  }

  @Test
  void whenTheInputIsNoUtf8OrTooLongOrEndless() throws Exception {
    try (PipedProcess kate = chat.startNode("kate");
        PipedProcess alex = chat.start("--name", "alex")) {
      alex.awaitOutput("ready alex@localhost");
      alex.typeBytes("@kate caf".getBytes(StandardCharsets.US_ASCII));
      alex.typeBytes(new byte[] {(byte) 0xe9, '\n'});
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: caf\ufffd");
      alex.type("@kate " + "x".repeat(65_537));
      alex.awaitError("error: the message is too long: 65537 of at most 65536 bytes");
      alex.type("@kate " + "x".repeat(65_536));
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@localhost: " + "x".repeat(65_536));
      for (int i = 0; i < 10; i++) {
        alex.typeBytes(new byte[1 << 20]);
      }
      alex.type("");
      alex.awaitError("error: the message is too long: 10485760 of at most 65536 bytes");
      alex.type("still there?");
      alex.awaitOutput("ok");
    }
  }

  private static void expectError(PipedProcess node, String line, String sentence)
      throws Exception {
    node.type(line);
    node.awaitError("error: " + sentence);
  }
}
