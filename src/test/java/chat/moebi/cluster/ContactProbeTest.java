package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cookie.Fingerprint;
import chat.moebi.cookie.TlsProbe.Finding;
import chat.moebi.name.ContactPoint;
import chat.moebi.name.NodeException;
import chat.moebi.name.NodeException.Reason;
import chat.moebi.name.NodeName;
import chat.moebi.node.Settings;
import chat.moebi.registry.Claim;
import chat.moebi.registry.Registry;
import chat.moebi.testing.TestCookie;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactProbeTest {

  private static final ContactPoint A = new ContactPoint("a.example", 2551);
  private static final ContactPoint B = new ContactPoint("127.0.0.1", 2552);

  @TempDir private Path temporary;
  private Registry registry;
  private ContactProbe contacts;

  @BeforeEach
  void prepare() {
    registry = Registry.at(temporary.resolve("chat"));
    contacts = new ContactProbe(List.of(A, B), TestCookie.CREDENTIALS, registry);
  }

  @Test
  void aScriptIsRefusedIfNoContactPointHasItsCookieAndOneHasAnother() {
    assertThat(refusal(Finding.OTHER_COOKIE, Finding.FINE)).isEmpty();
    assertThat(refusal(Finding.NOBODY, Finding.NOBODY)).isEmpty();
    NodeException refusal = refusal(Finding.NO_NODE, Finding.OTHER_COOKIE).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.DIFFERENT_COOKIE);
    assertThat(refusal).hasMessage(NodeException.differentCookie("127.0.0.1:2552"));
  }

  @Test
  void aScriptIsRefusedIfOnlyOtherProgramsListen() {
    assertThat(refusal(Finding.NO_NODE, Finding.FINE)).isEmpty();
    NodeException refusal = refusal(Finding.NO_NODE, Finding.NOBODY).orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.BAD_CONFIGURATION);
    assertThat(refusal)
        .hasMessage("a.example:2551 is no node of the chat; check --join, and --port there");
  }

  @Test
  void aNodeOfThisHostIsNamedInTheRefusal() {
    NodeName name = NodeName.parse("kate@localhost");
    try (Claim alex = registry.claim(NodeName.parse("alex@localhost"), List.of());
        Claim kate = registry.claim(name, List.of(new Fingerprint("ab12")))) {
      alex.publish(1, "127.0.0.1:4711");
      kate.publish(2, B.toString());
      assertThat(refusal(Finding.NOBODY, Finding.OTHER_COOKIE).orElseThrow())
          .hasMessage(NodeException.differentCookie("kate@localhost"))
          .hasMessageContaining("kate@localhost");
    }
  }

  @Test
  void aNodeLeavesItselfOutOfItsContactPoints() throws IOException {
    int port = freePort();
    assertThat(found("name = \"alex@localhost\"", port, "localhost:" + port)).isEmpty();
    assertThat(found("name = alex, bind = 127.0.0.3", port, "127.0.0.3:" + port)).isEmpty();
    assertThat(found("name = alex, bind = 0.0.0.0", port, "127.0.0.4:" + port)).isEmpty();
    assertThat(found("name = alex", port, "127.0.0.4:" + port)).containsOnly(Finding.NOBODY);
    assertThat(found("name = alex", 1, "localhost:" + port)).containsOnly(Finding.NOBODY);
  }

  private static int freePort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  private Iterable<Finding> found(String node, int port, String join) {
    String chat = "chat { " + node + ", port = " + port + ", join = \"" + join + "\" }";
    Settings settings =
        Settings.from(
            ConfigFactory.parseString(chat).withFallback(ConfigFactory.load()),
            TestCookie.CREDENTIALS);
    return new ContactProbe(settings.cluster(), registry).probe().values();
  }

  private Optional<NodeException> refusal(Finding ofA, Finding ofB) {
    Map<ContactPoint, Finding> findings = new LinkedHashMap<>();
    findings.put(A, ofA);
    findings.put(B, ofB);
    return contacts.refusal(findings);
  }
}
