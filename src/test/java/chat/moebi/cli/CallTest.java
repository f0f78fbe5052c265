package chat.moebi.cli;

import static chat.moebi.cli.ScriptTest.expect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.PipedProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs functions by {@code call}, as scripts do. */
@Tag(DistributedTests.TAG)
class CallTest {

  @TempDir Path home;
  @TempDir Path homeOfScript;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void printsTheResultAndShowsWhatTheFunctionPrintsAtItsNode() throws Exception {
    try (PipedProcess kate = chat.startNode("kate")) {
      expect(chat, 0, "two  words", "", "call", "kate", "echo", "two ", "words");
      expect(chat, 0, "-x \\x1b[31m", "", "call", "kate", "echo", "--", "-x", "\u001b[31m");
      expect(chat, 0, "ok", "", "call", "kate@localhost", "say_name");
      kate.awaitOutput("Hi, my name is Kate");
      String[] toJson = {"call", "kate", "echo", "--json", "\"\u001b\u007f\u009b\u00e4"};
      String escaped = "{\"text\":\"\\\"\\u001B\\u007f\\u009B\\u00E4\"}";
      expect(chat, 0, escaped, "", toJson);
      try (PipedProcess call = chat.start("call", "kate", "system", "--json")) {
        assertThat(call.awaitExit()).isZero();
        assertThat(call.output()).hasSize(1);
        JsonNode facts = EventLines.tree(call.output().get(0));
        assertThat(facts.get("akka").asText()).startsWith("2.");
        assertThat(facts.get("threads").isInt()).isTrue();
      }
      assertThat(kate.output()).containsExactly("ready kate@localhost", "Hi, my name is Kate");
    }
  }

  @Test
  void eachFailureIsASentenceAndAStatus() throws Exception {
    String none = "error: no node is running; start one with --name NAME";
    expect(chat, 69, "", none, "call", "kate", "echo", "hi");
    try (PipedProcess kate = chat.startNode("kate")) {
      String crashed = "error: the task on kate@localhost failed: no paper";
      expect(chat, 70, "", crashed, "call", "kate", "crash", "no", "paper");
      String nobody = "no connection to nobody@localhost";
      expect(chat, 68, "", "error: " + nobody, "call", "nobody", "echo", "hi");
      String late = "error: no answer from kate@localhost within 0.2 s; the task was told to end";
      expect(chat, 75, "", late, "call", "--timeout", "0.2", "kate", "sleep", "100000");
      String arguments = "error: sleep cannot take \"\"; write sleep MS";
      expect(chat, 2, "", arguments, "call", "kate", "sleep");
      String tooLong = "error: the message is too long: 65537 of at most 65536 bytes";
      expect(chat, 65, "", tooLong, "call", "kate", "echo", "x".repeat(65_537));
      expect(chat, 2, "", null, "call", "kate");
      expect(chat, 2, "", null, "call", "ka te", "echo");
      String dash =
          "write -- before arguments that begin with a dash: chat call NODE FUNCTION -- ARG";
      expect(chat, 2, "", "error: unknown option -x; " + dash, "call", "kate", "echo", "-x");
      expect(chat, 2, "", "error: " + dash, "call", "kate", "echo", "-h");
      ScriptTest.expectEvents(
          chat,
          68,
          List.of(),
          List.of(EventLines.error(nobody, 68)),
          "call",
          "--json",
          "nobody",
          "echo",
          "hi");
      try (PipedProcess call = chat.start("call", "kate", "dance")) {
        assertThat(call.awaitExit()).isEqualTo(2);
        assertThat(call.errors()).hasSize(1);
        assertThat(call.errors().get(0))
            .startsWith("error: kate@localhost has no function dance; it has: crash, echo, ");
      }
      try (PipedProcess call = chat.startRedirected(">/dev/full", "call", "kate", "echo", "hi")) {
        assertThat(call.awaitExit()).isEqualTo(74);
      }
      assertThat(kate.errors()).isEmpty();
    }
  }

  @Test
  void aScriptThatIsInterruptedShutsItsTaskDown() throws Exception {
    try (PipedProcess kate = chat.start("--name", "kate")) {
      kate.awaitOutput("ready kate@localhost");
      try (PipedProcess call = chat.start("call", "--timeout", "600", "kate", "sleep", "600000")) {
        awaitTasks(kate, "<kate@localhost.\\d+> sleep.*");
        call.signal("INT");
        assertThat(call.awaitExit()).isEqualTo(130);
        awaitTasks(kate, "");
      }
    }
  }

  @Test
  void throughANodeOfAnotherHost() throws Exception {
    ChatProgram elsewhere = new ChatProgram(homeOfScript);
    try (PipedProcess kate = chat.startNode("kate")) {
      String address;
      try (PipedProcess nodes = chat.start("nodes", "--json")) {
        assertThat(nodes.awaitExit()).isZero();
        address = EventLines.tree(nodes.output().get(0)).get("address").asText();
      }
      String cookie = home.resolve("config/chat/cookie").toString();
      String text = "x".repeat(60_000);
      String[] echo = {"call", "--join", address, "--cookie-file", cookie, "kate", "echo", text};
      expect(elsewhere, 0, text, "", echo);
      assertThat(kate.errors()).isEmpty();
    }
  }

  /** Asks until the list of tasks is as expected; the answer to the next command ends the list. */
  private static void awaitTasks(PipedProcess node, String expected) throws Exception {
    String tasks;
    do {
      node.type("/tasks");
      node.type("/flush");
      tasks = String.join("\n", node.outputUntil("ok"));
    } while (!tasks.matches(expected));
  }
}
