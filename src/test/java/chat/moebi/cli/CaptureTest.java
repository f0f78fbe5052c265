package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.moebi.testing.ChatProgram;
import chat.moebi.testing.DistributedTests;
import chat.moebi.testing.FreePorts;
import chat.moebi.testing.PipedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records the traffic between nodes, as an eavesdropper would. */
@Tag(DistributedTests.TAG)
class CaptureTest {

  private static final String TEXT = "the quick brown fox jumps over the lazy dog";

  /** Names that Akka sends: addresses, roles, paths of actors, types of messages. */
  private static final List<String> NAMES =
      List.of("alexandra", "katherine", "chat@", "/user/", "node:", "chat.moebi");

  private static final String TLS_HANDSHAKE = "\u0016\u0003\u0003";

  /** The buffer for packets while a busy machine keeps tcpdump from reading. */
  private static final String BUFFER_KIB = "65536";

  @TempDir Path home;

  @BeforeEach
  void prepare() {
    assumeTrue(canCapture(), "needs tcpdump, and the right to use it");
  }

  @Test
  void neitherTextsNorNamesCrossTheWireInClear() throws Exception {
    String captured = capture("");
    assertThat(captured).contains(TLS_HANDSHAKE).doesNotContain(TEXT);
    assertThat(NAMES).noneMatch(captured::contains);
  }

  /** Proves that the other test would find them. */
  @Test
  void theyDoWithPlainTcp() throws Exception {
    String captured = capture("chat.plain-tcp = on");
    assertThat(captured).doesNotContain(TLS_HANDSHAKE).contains(TEXT);
    assertThat(NAMES).allMatch(captured::contains);
  }

  private String capture(String configuration) throws Exception {
    ChatProgram chat = new ChatProgram(home);
    String config = Files.writeString(home.resolve("chat.conf"), configuration).toString();
    String[] ports = {port(), port()};
    Path file = home.resolve("captured");
    try (PipedProcess tcpdump = tcpdump(ports, file)) {
      tcpdump.awaitErrorLike("tcpdump: listening on lo.*");
      try (PipedProcess alex =
              chat.start("--name", "alexandra", "--port", ports[0], "--config", config);
          PipedProcess kate =
              chat.start("--name", "katherine", "--port", ports[1], "--config", config)) {
        alex.awaitOutput("ready alexandra@localhost");
        kate.awaitOutput("ready katherine@localhost");
        ChatProgram.awaitPeers(alex, "katherine@localhost");
        alex.type("@katherine " + TEXT);
        alex.awaitOutput("ok");
        kate.awaitOutput("alexandra@localhost: " + TEXT);
        kate.endInput();
        assertThat(kate.awaitExit()).isZero();
        alex.awaitError("note: katherine@localhost left");
      }
      tcpdump.signal("INT");
      assertThat(tcpdump.awaitExit()).isZero();
      assertThat(tcpdump.errors()).contains("0 packets dropped by kernel");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static PipedProcess tcpdump(String[] ports, Path file) throws IOException {
    return PipedProcess.start(
        List.of(
            "tcpdump",
            "--immediate-mode",
            "-i",
            "lo",
            "-U",
            "-B",
            BUFFER_KIB,
            "-Z",
            "root",
            "-w",
            file.toString(),
            "tcp port " + ports[0] + " or tcp port " + ports[1]),
        Map.of("PATH", System.getenv("PATH")));
  }

  private static boolean canCapture() {
    try (PipedProcess list =
        PipedProcess.start(
            List.of("tcpdump", "-i", "lo", "-Z", "root", "-d"),
            Map.of("PATH", System.getenv("PATH")))) {
      return list.awaitExit() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String port() throws IOException {
    return Integer.toString(FreePorts.find(1)[0]);
  }
}
