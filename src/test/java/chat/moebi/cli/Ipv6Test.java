package chat.moebi.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.cookie.CookieFile;
import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and scripts of hosts that have IPv6 addresses. */
@Tag(DistributedTests.TAG)
class Ipv6Test {

  private static final String HOST = "::1";

  @TempDir Path directory;

  @Test
  void nodesAndScriptsOfSeveralHostsFindEachOther() throws Exception {
    String port = freePort();
    String contact = "[" + HOST + "]:" + port;
    CookieFile.create(directory.resolve("cookie"));
    ChatProgram here = host("here");
    ChatProgram there = host("there");
    ChatProgram elsewhere = host("elsewhere"); // It has no node.
    try (PipedProcess alex = here.start(arguments("--name", "alex@" + HOST, "--port", port));
        PipedProcess kate =
            there.start(arguments("--name", "kate", "--host", HOST, "--join", contact))) {
      alex.awaitOutput("ready alex@" + HOST);
      kate.awaitOutput("ready kate@" + HOST);
      ChatProgram.awaitPeers(alex, "kate@" + HOST);
      ChatProgram.awaitPeers(kate, "alex@" + HOST);

      alex.type("@kate@" + HOST + " hi");
      alex.awaitOutput("ok");
      kate.awaitOutput("alex@" + HOST + ": hi");
      kate.type("@alex hello");
      kate.awaitOutput("ok");
      alex.awaitOutput("kate@" + HOST + ": hello");

      String nodes = "alex@" + HOST + " up\nkate@" + HOST + " up";
      ScriptTest.expect(there, ExitStatus.OK, nodes, "", arguments("nodes"));
      ScriptTest.expect(elsewhere, ExitStatus.OK, nodes, "", arguments("nodes", "--join", contact));
      ScriptTest.expect(there, ExitStatus.OK, "", "", arguments("send", "alex", "from there"));
      alex.awaitOutput("send@localhost: from there");
      ScriptTest.expect(
          elsewhere,
          ExitStatus.OK,
          "",
          "",
          arguments("send", "--join", contact, "kate@" + HOST, "from elsewhere"));
      kate.awaitOutput("send@localhost: from elsewhere");
    }
  }

  private ChatProgram host(String name) throws IOException {
    return new ChatProgram(Files.createDirectory(directory.resolve(name)));
  }

  private String[] arguments(String... first) {
    return Stream.concat(
            Stream.of(first), Stream.of("--cookie-file", directory.resolve("cookie").toString()))
        .toArray(String[]::new);
  }

  private static String freePort() throws IOException {
    InetAddress address = InetAddress.getByName(HOST);
    assumeTrue(isLocal(address), "needs IPv6 on the loopback interface");
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private static boolean isLocal(InetAddress address) throws IOException {
    return NetworkInterface.getByInetAddress(address) != null;
  }
}
