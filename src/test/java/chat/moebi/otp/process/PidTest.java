package chat.moebi.otp.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.moebi.cluster.View;
import chat.moebi.cluster.View.Peer;
import chat.moebi.cluster.View.Status;
import chat.moebi.name.NodeName;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidTest {

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  @ParameterizedTest
  @CsvSource({
    "<kate@localhost.7>, kate@localhost, 7",
    "<kate@localhost.0>, kate@localhost, 0",
    "<kate@host.example.org.12>, kate@host.example.org, 12",
    "<kate@127.0.0.1.3>, kate@127.0.0.1, 3",
    "<kate@::1.3>, kate@::1, 3",
    "<kate@::ffff:10.0.0.1.3>, kate@::ffff:10.0.0.1, 3",
    "<kate@localhost.999999999999999999>, kate@localhost, 999999999999999999",
  })
  void isShownAsItWasTyped(String text, String node, long number) {
    assertThat(Pid.parse(text)).isEqualTo(new Pid.Typed(NodeName.parse(node), number));
    assertThat(Pid.parse(text)).hasToString(text);
    assertThat(new Pid(NodeName.parse(node), number, 4711)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<>",
        "<.>",
        "kate@localhost.7",
        "kate@localhost.7>",
        "<kate@localhost.7",
        "<kate@localhost>",
        "<kate.7>",
        "<kate@localhost.>",
        "<kate@localhost.-1>",
        "<kate@localhost.x>",
        "<kate@localhost.7> ",
        "<ka te@localhost.7>",
        "<kate@localhost.1000000000000000000000>",
        "<kate@localhost.\u0667>",
      })
  void refusesOtherTextWithASentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pid.parse(text))
        .withMessage("\"%s\" is not a pid; write <NODE.NUMBER>, as in <kate@localhost.7>", text);
  }

  @Test
  void shortensALongTextInTheSentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pid.parse("<" + "x".repeat(500)))
        .withMessageStartingWith("\"<" + "x".repeat(79) + "...\" is not a pid");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pid.parse("<" + "x".repeat(79)))
        .withMessageStartingWith("\"<" + "x".repeat(79) + "\" is not a pid");
  }

  @Test
  void meansTheIncarnationKnownNow() {
    assertThat(Pid.parse("<kate@localhost.7>").in(view(Status.UP)))
        .contains(new Pid(KATE, 7, 4711));
    assertThat(Pid.parse("<kate@localhost.7>").in(view(Status.UNREACHABLE))).isEmpty();
    assertThat(Pid.parse("<moebi@localhost.7>").in(view(Status.UP))).isEmpty();
  }

  private static View view(Status status) {
    TreeMap<NodeName, Peer> nodes = new TreeMap<>();
    nodes.put(KATE, new Peer(KATE, 4711, "akka://chat@localhost:1", status));
    return new View(NodeName.parse("alex@localhost"), nodes);
  }
}
