package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.EventLines;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows the output and exit statuses of {@code send} and {@code nodes} on a host without a node,
 * with nodes of other hosts as contact points. Each home stands for a host.
 */
@Tag(DistributedTests.TAG)
class RemoteScriptTest {

  private static final String TOO_LONG =
      "error: the message is too long: 70000 of at most 65536 bytes";

  @TempDir Path directory;

  private ChatProgram hostOfKate;
  private ChatProgram hostOfMoebi;
  private ChatProgram hostOfScript;
  private String cookie;
  private String kateAt;
  private String moebiAt;
  private String nobodyAt;

  @BeforeEach
  void prepare() throws Exception {
    hostOfKate = host("kate");
    hostOfMoebi = host("moebi");
    hostOfScript = host("script");
    Path file = directory.resolve("the.cookie");
    CookieFile.create(file);
    cookie = file.toString();
    int[] ports = FreePorts.find(3);
    kateAt = "127.0.0.1:" + ports[0];
    moebiAt = "127.0.0.2:" + ports[1];
    nobodyAt = "127.0.0.1:" + ports[2];
  }

  @Test
  void sendsThroughAContactPointAndIsSeenByNobody() throws Exception {
    try (PipedProcess kate = startKate();
        PipedProcess moebi = startMoebi()) {
      kate.awaitError("note: moebi@127.0.0.2 joined");
      expect(0, "", "", "send", "--join", kateAt, "kate", "deploy", "finished");
      kate.awaitOutput("send@localhost: deploy finished");
      // The node that relays resolves a short name.
      String everywhere = nobodyAt + "," + kateAt;
      String[] toMoebi = {
        "send", "--join", everywhere, "--name", "cron@example.org", "moebi", "hi"
      };
      expect(0, "moebi@127.0.0.2: chicken?", "", toMoebi);
      moebi.awaitOutput("cron@example.org: hi");
      String chicken =
          EventLines.message(
              "'from':'moebi@127.0.0.2','to':'send@localhost','text':'chicken?','automatic':true");
      String[] toMoebiForPrograms = {"send", "--join", moebiAt, "--json", "moebi@127.0.0.2", ""};
      expectEvents(
          0,
          List.of(chicken, EventLines.like("answer", "'to':'moebi@127.0.0.2','text':'ok'")),
          List.of(),
          toMoebiForPrograms);
      moebi.awaitOutput("send@localhost: ");

      String nobody = "error: no connection to nobody@127.0.0.1";
      expect(68, "", nobody, "send", "--join", kateAt, "nobody", "hi");
      expect(0, "kate@127.0.0.1 up\nmoebi@127.0.0.2 up", "", "nodes", "--join", kateAt);

      moebi.terminate();
      moebi.awaitExit();
      assertThat(moebi.errors()).isEmpty();
      kate.awaitError("note: moebi@127.0.0.2 left");
      assertThat(kate.errors())
          .containsExactly("note: moebi@127.0.0.2 joined", "note: moebi@127.0.0.2 left");
    }
  }

  @Test
  void sendsLinesInOrderAndTurnsToAnotherContactPointWhenOneLeaves() throws Exception {
    try (PipedProcess kate = startKate();
        PipedProcess moebi = startMoebi();
        PipedProcess send =
            hostOfScript.start(
                withCookie("send", "--join", kateAt + "," + moebiAt, "moebi@127.0.0.2", "-"))) {
      send.type("one");
      send.type("");
      send.type("three");
      for (int i = 0; i < 3; i++) {
        send.awaitOutput("moebi@127.0.0.2: chicken?");
      }
      awaitResult(send);
      kate.terminate(); // kate has relayed so far.
      kate.awaitExit();
      send.type("four");
      moebi.awaitOutput("send@localhost: four");
      send.awaitOutput("moebi@127.0.0.2: chicken?");
      send.endInput();
      assertThat(send.awaitExit()).isEqualTo(65);
      assertThat(send.errors()).containsExactly(TOO_LONG);
      assertThat(moebi.output())
          .containsExactly(
              "ready moebi@127.0.0.2",
              "send@localhost: one",
              "send@localhost: ",
              "send@localhost: three",
              "send@localhost: four");
    }
  }

  @Test
  void turnsToAnotherContactPointWhenOneDies() throws Exception {
    String unconfirmed =
        "error: no answer from moebi@127.0.0.2 within 2 s; the message may still arrive";
    try (PipedProcess kate = startKate();
        PipedProcess moebi = startMoebi();
        PipedProcess send =
            hostOfScript.start(
                withCookie(
                    "send",
                    "--join",
                    kateAt + "," + moebiAt,
                    "--timeout",
                    "2",
                    "moebi@127.0.0.2",
                    "-"))) {
      send.type("one");
      send.awaitOutput("moebi@127.0.0.2: chicken?");
      awaitResult(send);
      kate.kill(); // Nothing tells the script.
      send.type("two");
      send.awaitError(unconfirmed);
      send.type("three");
      send.awaitOutput("moebi@127.0.0.2: chicken?");
      send.endInput();
      assertThat(send.awaitExit()).isEqualTo(65);
      assertThat(send.errors()).containsExactly(TOO_LONG, unconfirmed);
      moebi.awaitOutput("send@localhost: three");
      assertThat(moebi.output())
          .containsExactly("ready moebi@127.0.0.2", "send@localhost: one", "send@localhost: three");
    }
  }

  @Test
  void usesANodeOfItsOwnHostWhereOneRuns() throws Exception {
    try (PipedProcess alex = hostOfScript.startNode("alex")) {
      ScriptTest.expect(hostOfScript, 0, "", "", "send", "--join", kateAt, "alex", "hi");
      alex.awaitOutput("send@localhost: hi");
      // A node with another cookie does not serve it.
      expect(
          68, "", "error: no connection to " + kateAt, "send", "--join", kateAt, "alex", "again");
      assertThat(alex.output()).containsExactly("ready alex@localhost", "send@localhost: hi");
    }
  }

  @Test
  void reportsWhyNoContactPointServes() throws Exception {
    try (PipedProcess kate = startKate();
        ServerSocket server = greeter()) {
      String plainAt = "127.0.0.1:" + server.getLocalPort();
      String otherCookie =
          " has a different cookie; give both nodes the same --cookie or cookie file";
      String noNode = " is no node of the chat; check --join, and --port there";
      String misnamed = kateAt.replace("127.0.0.1", "localhost");

      // It uses the user's own cookie, since none is given.
      String all = String.join(",", nobodyAt, plainAt, kateAt);
      ScriptTest.expect(
          hostOfScript,
          77,
          "",
          "error: " + kateAt + otherCookie,
          "send",
          "--join",
          all,
          "kate",
          "hi");
      expect(78, "", "error: " + plainAt + noNode, "nodes", "--join", nobodyAt + "," + plainAt);
      expect(68, "", "error: no connection to " + nobodyAt, "nodes", "--join", nobodyAt);
      expectEvents(
          68,
          List.of(),
          List.of(EventLines.error("no connection to " + nobodyAt, 68)),
          "send",
          "--json",
          "--join",
          nobodyAt,
          "kate",
          "hi");
      expect(
          75,
          "",
          "error: "
              + misnamed
              + " does not answer; write the host as the --host there has it, and let that node"
              + " connect to this host",
          "nodes",
          "--join",
          misnamed);
      expect(2, "", null, "send", "--join", "kate", "kate", "hi");
      assertThat(kate.output()).containsExactly("ready kate@127.0.0.1");
    }
  }

  private ChatProgram host(String name) throws IOException {
    return new ChatProgram(Files.createDirectory(directory.resolve(name)));
  }

  private PipedProcess startKate() throws Exception {
    String port = kateAt.substring(kateAt.indexOf(':') + 1);
    PipedProcess kate =
        hostOfKate.start(withCookie("--name", "kate@127.0.0.1", "--port", port, "--headless"));
    kate.awaitOutput("ready kate@127.0.0.1");
    return kate;
  }

  /** Starts moebi, which joins kate. */
  private PipedProcess startMoebi() throws Exception {
    String port = moebiAt.substring(moebiAt.indexOf(':') + 1);
    PipedProcess moebi =
        hostOfMoebi.start(
            withCookie(
                "--name", "moebi@127.0.0.2", "--port", port, "--headless", "--join", kateAt));
    moebi.awaitOutput("ready moebi@127.0.0.2");
    return moebi;
  }

  /** Waits until a script knows the result of its last line: only then it reads the next one. */
  private static void awaitResult(PipedProcess send) throws Exception {
    send.type("x".repeat(70_000));
    send.awaitError(TOO_LONG);
  }

  private void expectEvents(
      int status, List<String> output, List<String> errors, String... arguments) throws Exception {
    ScriptTest.expectEvents(hostOfScript, status, output, errors, withCookie(arguments));
  }

  private void expect(int status, String output, String errors, String... arguments)
      throws Exception {
    ScriptTest.expect(hostOfScript, status, output, errors, withCookie(arguments));
  }

  private String[] withCookie(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    int flags = all.get(0).startsWith("-") ? 0 : 1; // Flags come after a command's name.
    all.addAll(flags, List.of("--cookie-file", cookie));
    return all.toArray(String[]::new);
  }

  /** Starts a server that greets each client in plain text. */
  private static ServerSocket greeter() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(() -> greet(server), "greeter");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket
            .getOutputStream()
            .write("220 mail.example ready\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read();
      } catch (IOException e) {
        // The test is over, or that client has gone.
      }
    }
  }
}
