package chat.moebi.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import chat.moebi.node.NodeName;
import chat.moebi.relay.Response.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static final NodeName CRON = NodeName.parse("cron@example.org");
  private static final String EVERYTHING = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";

  @Test
  void writesEveryRequestInALineAndReadsItUnchanged() throws IOException {
    List<Request> requests =
        List.of(
            new Request.Ping(),
            new Request.Send(Long.MIN_VALUE, CRON, "kate@localhost", EVERYTHING, 1),
            new Request.Nodes());
    for (Request request : requests) {
      assertThat(Json.of(request)).doesNotContain("\n");
      assertThat(Json.request(Json.of(request))).isEqualTo(request);
    }
    assertThat(kinds(requests)).isEqualTo(recordsOf(Request.class));
  }

  @Test
  void writesEveryResponseInALineAndReadsItUnchanged() throws IOException {
    List<Response> responses =
        List.of(
            new Response.Pong(),
            new Response.Note(EVERYTHING),
            new Response.Message(CRON, EVERYTHING),
            new Response.Sent(Long.MAX_VALUE, Outcome.DIFFERENT_COOKIE, "no"),
            new Response.Node(CRON, "localhost:2551", "up"),
            new Response.End(),
            new Response.Full(CRON, 64));
    for (Response response : responses) {
      assertThat(Json.of(response)).doesNotContain("\n");
      assertThat(Json.response(Json.of(response))).isEqualTo(response);
    }
    assertThat(kinds(responses)).isEqualTo(recordsOf(Response.class));
  }

  @Test
  void passesOverWhatItDoesNotKnow() throws IOException {
    assertThat(Json.response("{\"new\":{\"a\":[1]},\"type\":\"note\",\"sentence\":\"x\",\"b\":[]}"))
        .isEqualTo(new Response.Note("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{",
        "{}",
        "{\"type\":\"dance\"}",
        "{\"type\":null}",
        "{\"type\":\"send\",\"id\":1,\"label\":\"a@b\",\"node\":\"a\",\"text\":null,\"timeoutMillis\":1}",
        "{\"type\":\"send\",\"id\":1}",
        "{\"type\":\"send\",\"id\":\"x\",\"label\":\"a@b\",\"node\":\"a\",\"text\":\"\",\"timeoutMillis\":1}",
        "{\"type\":\"send\",\"id\":1,\"label\":\"a b\",\"node\":\"a\",\"text\":\"\",\"timeoutMillis\":1}"
      })
  void refusesWhatIsNoRequest(String line) {
    assertThatIOException().isThrownBy(() -> Json.request(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ping\"}",
        "{\"type\":\"sent\",\"id\":1,\"outcome\":\"MAYBE\",\"sentence\":\"\"}"
      })
  void refusesWhatIsNoResponse(String line) {
    assertThatIOException().isThrownBy(() -> Json.response(line));
  }

  private static Set<Class<?>> kinds(List<?> values) {
    return values.stream().map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> recordsOf(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .filter(Class::isRecord)
        .collect(Collectors.toSet());
  }
}
