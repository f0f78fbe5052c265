package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends to rooms from nodes and scripts that are processes of their own. */
@Tag(DistributedTests.TAG)
class RoomProcessesTest {

  @TempDir Path home;
  @TempDir Path homeOfScript;

  private ChatProgram chat;

  @BeforeEach
  void prepare() throws Exception {
    chat = new ChatProgram(home);
  }

  @Test
  void linesOfAPipeSendToRoomsAndToAll() throws Exception {
    try (PipedProcess kate = start("kate", "#dogs");
        PipedProcess moebi = start("moebi", "#dogs");
        PipedProcess alex = chat.start("--name", "alex")) {
      // Right after it is ready, the newcomer knows who is in the room.
      alex.type("#dogs hi");
      alex.awaitOutput("ready alex@localhost");
      alex.awaitOutput("ok 2");
      kate.awaitOutput("#dogs alex@localhost: hi");
      moebi.awaitOutput("#dogs alex@localhost: hi");
      alex.type("/rooms");
      alex.awaitOutput("#dogs 2");
      alex.type("/who #dogs");
      alex.awaitOutput("kate@localhost");
      alex.awaitOutput("moebi@localhost");
      moebi.type("/leave #dogs");
      moebi.awaitOutput("ok");
      alex.type("/send #dogs one is left");
      alex.awaitOutput("ok 1");
      kate.awaitOutput("#dogs alex@localhost: one is left");
      alex.type("/all hello");
      alex.awaitOutput("ok 2");
      kate.awaitOutput("alex@localhost: hello");
      moebi.awaitOutput("alex@localhost: hello");
      alex.type("#cats hi");
      alex.awaitError("error: nobody else is in #cats");
      moebi.signal("STOP");
      alex.type("/all frozen?");
      alex.awaitError("error: not shown by moebi@localhost (no answer within 5 s); shown by 1");
      moebi.signal("CONT");
      moebi.awaitOutput("alex@localhost: frozen?");
      alex.endInput();
      assertThat(alex.awaitExit()).isEqualTo(68);
      assertThat(moebi.output())
          .containsExactly(
              "ready moebi@localhost",
              "ok",
              "#dogs alex@localhost: hi",
              "ok",
              "alex@localhost: hello",
              "alex@localhost: frozen?");
    }
  }

  @Test
  void aScriptSendsToARoom() throws Exception {
    int port = FreePorts.find(1)[0];
    try (PipedProcess kate = start("kate", "#ops", "--port", "" + port);
        PipedProcess moebi = start("moebi", "#ops")) {
      expect(0, "", "send", "#ops", "deploy", "finished");
      kate.awaitOutput("#ops send@localhost: deploy finished");
      moebi.awaitOutput("#ops send@localhost: deploy finished");
      expect(68, "error: nobody else is in #dogs", "send", "#dogs", "hi");
      expect(2, "error: \"#Ops\" is not a room; write #ops", "send", "#Ops", "hi");

      ChatProgram elsewhere = new ChatProgram(homeOfScript);
      String cookie = home.resolve("config/chat/cookie").toString();
      String[] fromElsewhere = {
        "send", "--cookie-file", cookie, "--join", "localhost:" + port, "#ops", "from afar"
      };
      ScriptTest.expect(elsewhere, 0, "", "", fromElsewhere);
      kate.awaitOutput("#ops send@localhost: from afar");
      moebi.awaitOutput("#ops send@localhost: from afar");

      moebi.signal("STOP"); // Scripts ask kate first, so kate goes on.
      expect(
          75,
          "error: not shown by moebi@localhost (no answer within 1 s); shown by 1",
          "send",
          "--timeout",
          "1",
          "#ops",
          "frozen?");
      moebi.signal("CONT");
      try (PipedProcess lines = chat.start("send", "--name", "cron", "#ops", "-")) {
        lines.type("one");
        lines.type("two");
        lines.endInput();
        assertThat(lines.awaitExit()).isZero();
      }
      moebi.awaitOutput("#ops cron@localhost: one");
      moebi.awaitOutput("#ops cron@localhost: two");
    }
  }

  private PipedProcess start(String name, String room, String... flags) throws Exception {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = "--name";
    arguments[1] = name;
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    PipedProcess node = chat.start(arguments);
    node.awaitOutput("ready " + name + "@localhost");
    node.type("/join " + room);
    node.awaitOutput("ok");
    return node;
  }

  private void expect(int status, String errors, String... arguments) throws Exception {
    ScriptTest.expect(chat, status, "", errors, arguments);
  }
}
