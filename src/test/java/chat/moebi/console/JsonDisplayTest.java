package chat.moebi.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.name.NodeName;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonDisplayTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");

  private static final NodeName KATE = NodeName.parse("kate@localhost");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonDisplay json = new JsonDisplay(out, new ByteArrayOutputStream());

  @Test
  void writesEveryTextInPrintableAsciiWithoutLoss() throws IOException {
    String everything = "\u0000\u001b\u007f\u0080\u2028\ufeff\uDB40\uDC41 \"\\u007f\\ ä";
    json.show(ALEX, everything);

    String line = out.toString(UTF_8);
    assertThat(line).matches("[ -~]+\n").contains("\\u007f");
    assertThat(new JsonMapper().readTree(line).get("text").asText()).isEqualTo(everything);
  }

  @Test
  void doesNotMarkAPrintedLine() throws IOException {
    json.print(ALEX, "kate@localhost: forged");

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"event\":\"output\",\"node\":\"alex@localhost\","
                + "\"text\":\"kate@localhost: forged\"}\n");
  }

  @Test
  void namesTheNodeThatShowsAMessage() throws IOException {
    json.showAt(KATE, ALEX, "hi");

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"event\":\"message\",\"node\":\"kate@localhost\","
                + "\"from\":\"alex@localhost\",\"text\":\"hi\"}\n");
  }
}
