package chat.moebi.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.function.Term;
import chat.moebi.script.Response.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static final NodeName CRON = NodeName.parse("cron@example.org");
  private static final UUID ID = new UUID(7, 8);
  private static final RoomName DOGS = RoomName.parse("#dogs");
  private static final String EVERYTHING = "\u0000\u001b[2J\n\t\u202e ä 漢 \uD83D\uDC36 \"\\";

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final List<Request> REQUESTS =
      List.of(
          new Request.Ping(),
          new Request.Send(Long.MIN_VALUE, CRON, "kate@localhost", EVERYTHING, 1, null),
          new Request.Call(1, "kate", "echo", EVERYTHING, 5_000),
          new Request.Nodes());

  private static final List<Response> RESPONSES =
      List.of(
          Response.Pong.ofThisVersion(),
          new Response.Pong(null),
          new Response.Called(3, Outcome.COMPLETED, "ok", new Term(new byte[] {1, -1})),
          new Response.Called(4, Outcome.FAILED, EVERYTHING, null),
          new Response.Note(EVERYTHING),
          new Response.Message(CRON, EVERYTHING, null, null, null, null, null),
          new Response.Message(CRON, EVERYTHING, ID, CRON, DOGS, 7L, true),
          Response.Sent.of(Long.MAX_VALUE, Outcome.DIFFERENT_COOKIE, "no"),
          new Response.Sent(5, Outcome.BAD_NAME, "no", CRON, true),
          new Response.Node(CRON, "localhost:2551", "up"),
          new Response.End(),
          new Response.Full(CRON, 64));

  /** The fields that nodes of older versions do not write. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "pong.version",
          "called.result",
          "sent.to",
          "sent.labelTaken",
          "message.id",
          "message.to",
          "message.room",
          "message.timeMillis",
          "message.automatic");

  @Test
  void writesEveryRequestInALineAndReadsItUnchanged() throws IOException {
    for (Request request : REQUESTS) {
      assertThat(Json.of(request)).doesNotContain("\n");
      assertThat(Json.request(Json.of(request))).isEqualTo(request);
    }
    assertThat(kinds(REQUESTS)).isEqualTo(recordsOf(Request.class));
  }

  @Test
  void writesEveryResponseInALineAndReadsItUnchanged() throws IOException {
    for (Response response : RESPONSES) {
      assertThat(Json.of(response)).doesNotContain("\n");
      assertThat(Json.response(Json.of(response))).isEqualTo(response);
    }
    assertThat(kinds(RESPONSES)).isEqualTo(recordsOf(Response.class));
  }

  @Test
  void readsEveryRequestAndResponseOfALaterVersionThatHasAFieldMore() throws IOException {
    for (JsonNode more : MAPPER.readTree("[\"x\", 1, true, null, {\"type\": \"x\"}, [1]]")) {
      for (Request request : REQUESTS) {
        assertThat(Json.request(object(Json.of(request)).set("added", more).toString()))
            .isEqualTo(request);
      }
      for (Response response : RESPONSES) {
        assertThat(Json.response(object(Json.of(response)).set("added", more).toString()))
            .isEqualTo(response);
      }
    }
  }

  @Test
  void refusesEveryRequestAndResponseThatHasAFieldLessOrANull() throws IOException {
    for (Request request : REQUESTS) {
      for (String line : withAFieldLessOrNull(Json.of(request))) {
        assertThatIOException().as(line).isThrownBy(() -> Json.request(line));
      }
    }
    for (Response response : RESPONSES) {
      for (String line : withAFieldLessOrNull(Json.of(response))) {
        assertThatIOException().as(line).isThrownBy(() -> Json.response(line));
      }
    }
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

  private static ObjectNode object(String line) throws IOException {
    return (ObjectNode) MAPPER.readTree(line);
  }

  private static List<String> withAFieldLessOrNull(String line) throws IOException {
    List<String> lines = new ArrayList<>();
    ObjectNode whole = object(line);
    for (String name : (Iterable<String>) whole::fieldNames) {
      if (OPTIONAL.contains(whole.get("type").asText() + "." + name)) {
        continue;
      }
      ObjectNode changed = whole.deepCopy();
      changed.putNull(name);
      lines.add(changed.toString());
      changed.remove(name);
      lines.add(changed.toString());
    }
    return lines;
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
