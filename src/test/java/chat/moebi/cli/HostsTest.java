package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows how nodes of several hosts find each other by their contact points. A home with a registry
 * of its own stands for a host; all have the same cookie.
 */
@Tag(DistributedTests.TAG)
class HostsTest {

  private static final String HOST = "127.0.0.1";
  private static final String NAME_TAKEN =
      "kate@" + HOST + " is already running; choose another --name";

  /**
   * The promised 20 s after the first hello to a contact point, and a reserve for a busy machine.
   */
  private static final Duration READY = Duration.ofSeconds(30);

  @TempDir Path directory;

  private Path cookie;
  private int[] ports;

  @BeforeEach
  void prepare() throws Exception {
    cookie = directory.resolve("cookie");
    CookieFile.create(cookie);
    ports = FreePorts.find(3);
  }

  @Test
  void nodesWithTheSameListThatStartAtOnceFindEachOther() throws Exception {
    String list = contacts(0, 1, 2);
    try (PipedProcess alex = start("alex", 0, list);
        PipedProcess kate = start("kate", 1, list);
        PipedProcess moebi = start("moebi", 2, list)) {
      ready(alex, "alex");
      ready(kate, "kate");
      ready(moebi, "moebi");
      allChat(alex, kate, moebi);
      assertNobodyRejoined(alex, kate, moebi);
    }
  }

  @Test
  void nodesWithTheSameListThatStartOneAfterTheOtherFindEachOther() throws Exception {
    String list = contacts(2, 0, 1);
    try (PipedProcess moebi = start("moebi", 2, list)) {
      ready(moebi, "moebi");
      try (PipedProcess kate = start("kate", 1, list)) {
        ready(kate, "kate");
        try (PipedProcess alex = start("alex", 0, list)) {
          ready(alex, "alex");
          allChat(alex, kate, moebi);
        }
      }
    }
  }

  @Test
  void nodesOfOneHostWithTheSameListThatStartAtOnceFindEachOther() throws Exception {
    String list = contacts(0, 1, 2);
    ChatProgram home = host("shared");
    try (PipedProcess alex = start(home, "alex", 0, list);
        PipedProcess kate = start(home, "kate", 1, list);
        PipedProcess moebi = start(home, "moebi", 2, list)) {
      ready(alex, "alex");
      ready(kate, "kate");
      ready(moebi, "moebi");
      allChat(alex, kate, moebi);
      assertNobodyRejoined(alex, kate, moebi);
    }
  }

  @Test
  void aContactPointThatComesUpLaterIsJoinedAndNobodyIsToldOfARestart() throws Exception {
    try (PipedProcess alex = start("alex", 0, contacts(1))) {
      alex.awaitError("note: nobody answers at " + contacts(1) + " yet; it is asked again");
      ready(alex, "alex");
      try (PipedProcess kate = start("kate", 1, null)) {
        ready(kate, "kate");
        alex.awaitError("note: kate@" + HOST + " joined");
        kate.awaitError("note: alex@" + HOST + " joined");
        send(alex, kate, "alex", "kate");
        send(kate, alex, "kate", "alex");
        assertNobodyRejoined(alex, kate);
      }
    }
  }

  @Test
  void aMemberInvitesAContactPointThatComesUpLater() throws Exception {
    ChatProgram home = host("shared");
    try (PipedProcess alex = start(home, "alex", 0, contacts(1));
        PipedProcess moebi = start(home, "moebi", 2, null)) {
      ready(alex, "alex");
      ready(moebi, "moebi");
      send(alex, moebi, "alex", "moebi"); // By then they form a cluster.
      try (PipedProcess kate = start("kate", 1, null)) {
        ready(kate, "kate");
        alex.awaitError("note: kate@" + HOST + " joined");
        ChatProgram.awaitPeers(kate, "alex@" + HOST, "moebi@" + HOST);
        assertNobodyRejoined(alex, kate, moebi);
        moebi.awaitError("note: kate@" + HOST + " joined");
        send(moebi, kate, "moebi", "kate");
        send(kate, alex, "kate", "alex");
      }
    }
  }

  @Test
  void aNodeThatWasAloneIsJoinedByOneThatNamesIt() throws Exception {
    try (PipedProcess kate = start("kate", 1, null)) {
      ready(kate, "kate");
      try (PipedProcess alex = start("alex", 0, contacts(1))) {
        ready(alex, "alex");
        send(alex, kate, "alex", "kate");
        assertThat(alex.errors()).isEmpty();
      }
    }
  }

  @Test
  void aHostWithoutADnsNameYetDoesNotPreventAStart() throws Exception {
    try (PipedProcess alex = start("alex", 0, "no-such-host.invalid:2551," + contacts(0))) {
      alex.awaitError("note: nobody answers at no-such-host.invalid:2551 yet; it is asked again");
      ready(alex, "alex");
    }
  }

  @Test
  void aContactPointThatDiffersFromItsNodesAddressIsReported() throws Exception {
    try (PipedProcess kate = start("kate", 1, null)) {
      ready(kate, "kate");
      try (PipedProcess alex = start("alex", 0, "localhost:" + ports[1])) {
        alex.awaitError(
            "note: localhost:"
                + ports[1]
                + " is a node, and does not answer to that address;"
                + " write it in --join as the --host there has it");
        ready(alex, "alex");
      }
    }
  }

  @Test
  void aContactPointWhereSomethingElseListensIsAskedAgainUntilItsNodeIsThere() throws Exception {
    String contact = contacts(1);
    ServerSocket server = new ServerSocket(ports[1], 50, InetAddress.getByName(HOST));
    Thread web = new Thread(() -> answer(server));
    web.setDaemon(true);
    web.start();
    try (PipedProcess alex = start("alex", 0, contact)) {
      alex.awaitError(
          "note: "
              + contact
              + " is no node of the chat; check --join, and --port there; it is asked again");
      ready(alex, "alex");
      server.close();
      try (PipedProcess kate = start("kate", 1, null)) {
        ready(kate, "kate");
        alex.awaitError("note: kate@" + HOST + " joined");
        send(alex, kate, "alex", "kate");
      }
    }
  }

  @Test
  void aContactPointThatAcceptsAndSaysNothingDelaysTheStartFor20SecondsAtMost() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName(HOST))) {
      silent.setSoTimeout((int) PipedProcess.PATIENCE.toMillis());
      String contact = HOST + ":" + silent.getLocalPort();
      try (PipedProcess alex = start("alex", 0, contact);
          Socket first = silent.accept()) {
        long since = System.nanoTime();
        ready(alex, "alex");
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(READY);
        assertThat(first.isClosed()).isFalse();
        alex.awaitError("note: nobody answers at " + contact + " yet; it is asked again");
      }
    }
  }

  @Test
  void oneOfTwoNodesWithOneNameReportsThatAndJoinsWhenItIsFree() throws Exception {
    try (PipedProcess alex = start("alex", 0, null);
        PipedProcess kate = start("kate", 1, contacts(0))) {
      readyTogether(alex, kate);
      alex.signal("STOP"); // As if it were in another part of a network.
      try (PipedProcess second = start(host("second"), "kate", 2, contacts(0))) {
        ready(second, "kate");
        alex.signal("CONT");

        second.awaitError("note: cannot join the others: " + NAME_TAKEN);
        send(alex, kate, "alex", "kate");
        second.type("@alex hi");
        second.awaitError("error: no connection to alex@" + HOST);

        end(kate);
        second.awaitError("note: alex@" + HOST + " joined");
        alex.awaitError("note: kate@" + HOST + " left");
        alex.awaitError("note: kate@" + HOST + " joined");
        send(second, alex, "kate", "alex");
        send(alex, second, "alex", "kate");
      }
    }
  }

  @Test
  void aNodeWhoseNameWasTakenWhileItWasFrozenRejoinsWhenTheNameIsFree() throws Exception {
    try (PipedProcess alex = start("alex", 0, null);
        PipedProcess kate = start("kate", 1, contacts(0))) {
      readyTogether(alex, kate);
      alex.skipErrors();
      kate.signal("STOP");
      alex.awaitError("note: kate@" + HOST + " cannot be reached");
      try (PipedProcess second = start(host("second"), "kate", 2, contacts(0))) {
        ready(second, "kate");
        kate.signal("CONT");

        kate.awaitError("note: the connection to the cluster was lost; rejoining");
        // Either comes first: its rejoining is refused, or it is ready alone and meets the
        // others.
        kate.awaitErrorLike("note: cannot (rejoin yet|join the others): " + NAME_TAKEN);
        kate.type("@alex hi");
        kate.awaitError("error: no connection to alex@" + HOST);
        send(alex, second, "alex", "kate");

        end(second);
      }
      kate.awaitErrorLike("note: (back, with alex@" + HOST + "|alex@" + HOST + " joined)");
      alex.awaitError("note: kate@" + HOST + " left");
      alex.awaitError("note: kate@" + HOST + " joined");
      send(alex, kate, "alex", "kate");
      send(kate, alex, "kate", "alex");
      assertThat(alex.output()).noneMatch(line -> line.endsWith(": hi"));
    }
  }

  /** Ends a node that has not noticed another one with its name. */
  private static void end(PipedProcess node) throws Exception {
    node.terminate();
    assertThat(node.awaitExit()).isEqualTo(143);
    assertThat(node.errors()).noneMatch(line -> line.matches(".*(kate@|join the|rejoin).*"));
  }

  @Test
  void aKilledNodeComesBackOnItsPortThoughItsHostCannotTellThatItDied() throws Exception {
    String list = contacts(0, 1);
    try (PipedProcess alex = start("alex", 0, list)) {
      ready(alex, "alex");
      ChatProgram home = host("kate");
      for (int i = 0; i < 3; i++) {
        try (PipedProcess kate = start(home, "kate", 1, list)) {
          ready(kate, "kate");
          send(alex, kate, "alex", "kate");
          kate.kill();
        }
      }
    }
  }

  @Test
  void aKilledNodeThatKnowsNobodyIsFoundAgainAtItsPort() throws Exception {
    ChatProgram home = host("kate");
    PipedProcess kate = start(home, "kate", 1, null);
    try {
      ready(kate, "kate");
      try (PipedProcess alex = start("alex", 0, contacts(1))) {
        ready(alex, "alex");
        for (int i = 0; i < 2; i++) {
          kate.kill();
          kate.close();
          kate = start(home, "kate", 1, null);
          ready(kate, "kate");
          alex.awaitError("note: kate@" + HOST + " joined");
          send(alex, kate, "alex", "kate");
        }
      }
    } finally {
      kate.close();
    }
  }

  @Test
  void aNameThatIsTakenOnAnotherHostIsRefused() throws Exception {
    try (PipedProcess kate = start("kate", 1, null)) {
      ready(kate, "kate");
      try (PipedProcess alex = start("alex", 0, contacts(1))) {
        ready(alex, "alex");
        try (PipedProcess second = start(host("other"), "kate", 2, contacts(0))) {
          assertThat(second.awaitExit()).isEqualTo(ExitStatus.NAME_TAKEN);
          assertThat(second.output()).isEmpty();
          assertThat(second.errors())
              .containsExactly(
                  "error: kate@" + HOST + " is already running; choose another --name");
        }
        send(alex, kate, "alex", "kate");
      }
      assertThat(kate.errors()).noneMatch(line -> line.contains("kate@"));
    }
  }

  private ChatProgram host(String name) throws Exception {
    return new ChatProgram(Files.createDirectory(directory.resolve(name)));
  }

  private PipedProcess start(String name, int port, String contacts) throws Exception {
    return start(host(name), name, port, contacts);
  }

  private PipedProcess start(ChatProgram host, String name, int port, String contacts)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--name", name, "--host", HOST));
    arguments.addAll(List.of("--port", Integer.toString(ports[port])));
    arguments.addAll(List.of("--cookie-file", cookie.toString()));
    if (contacts != null) {
      arguments.addAll(List.of("--join", contacts));
    }
    return host.start(arguments.toArray(String[]::new));
  }

  private String contacts(int... indexes) {
    List<String> contacts = new ArrayList<>();
    for (int index : indexes) {
      contacts.add(HOST + ":" + ports[index]);
    }
    return String.join(",", contacts);
  }

  private static void ready(PipedProcess node, String name) throws Exception {
    node.awaitOutput("ready " + name + "@" + HOST);
  }

  // Where alex starts more slowly than kate, kate is ready alone and meets alex later.
  private static void readyTogether(PipedProcess alex, PipedProcess kate) throws Exception {
    ready(alex, "alex");
    ready(kate, "kate");
    ChatProgram.awaitPeers(alex, "kate@" + HOST);
    ChatProgram.awaitPeers(kate, "alex@" + HOST);
  }

  private static void allChat(PipedProcess alex, PipedProcess kate, PipedProcess moebi)
      throws Exception {
    ChatProgram.awaitPeers(alex, "kate@" + HOST, "moebi@" + HOST);
    ChatProgram.awaitPeers(kate, "alex@" + HOST, "moebi@" + HOST);
    ChatProgram.awaitPeers(moebi, "alex@" + HOST, "kate@" + HOST);
    send(alex, kate, "alex", "kate");
    send(alex, moebi, "alex", "moebi");
    send(kate, alex, "kate", "alex");
    send(kate, moebi, "kate", "moebi");
    send(moebi, alex, "moebi", "alex");
    send(moebi, kate, "moebi", "kate");
  }

  private static void assertNobodyRejoined(PipedProcess... nodes) {
    assertThat(nodes)
        .allSatisfy(
            node ->
                assertThat(node.errors())
                    .noneMatch(line -> line.contains("rejoin") || line.contains("back, ")));
  }

  private static void send(PipedProcess from, PipedProcess to, String sender, String recipient)
      throws Exception {
    String text = "hi " + recipient + ", " + sender + " here";
    from.type("@" + recipient + " " + text);
    if (recipient.equals("moebi")) {
      from.awaitOutput("moebi@" + HOST + ": chicken?");
    }
    from.awaitOutput("ok");
    to.awaitOutput(sender + "@" + HOST + ": " + text);
  }

  private static void answer(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
      } catch (java.io.IOException e) {
        return; // The test has closed it.
      }
    }
  }
}
