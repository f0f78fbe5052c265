package chat.moebi.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.Presence;
import chat.moebi.cluster.Presence.Change;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.output.Message;
import chat.moebi.store.Outcome;
import chat.moebi.store.StoredText;
import chat.moebi.testing.EventLines;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDisplayTest {

  private static final NodeName ALEX = NodeName.parse("alex@localhost");
  private static final NodeName KATE = NodeName.parse("kate@localhost");
  private static final UUID ID = UUID.fromString("019a9f2c-0000-7000-8000-000000000001");
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final JsonDisplay json = new JsonDisplay(out, err, () -> NOON.plusNanos(7_999_999));

  @Test
  void writesAllThatIsKnownOfAMessage() throws IOException {
    Instant arrival = Instant.parse("2026-11-28T12:04:05.123456Z");
    Optional<RoomName> dogs = Optional.of(RoomName.parse("#dogs"));
    json.show(new Message(ID, arrival, ALEX, KATE, dogs, false, "hi", false));
    json.show(new Message(ID, arrival, ALEX, KATE, Optional.empty(), false, "", true));

    assertLines(
        out,
        "{'v':1,'event':'message','time':'2026-11-28T12:04:05.123Z',"
            + "'id':'019a9f2c-0000-7000-8000-000000000001','from':'alex@localhost',"
            + "'to':'kate@localhost','room':'#dogs','text':'hi','automatic':false}",
        "{'v':1,'event':'message','time':'2026-11-28T12:04:05.123Z',"
            + "'id':'019a9f2c-0000-7000-8000-000000000001','from':'alex@localhost',"
            + "'to':'kate@localhost','text':'','automatic':true}");
  }

  @Test
  void writesWhenAKeptTextWasWritten() throws IOException {
    Instant typed = Instant.parse("2026-11-27T12:04:05.123456Z");
    json.show(kept(new Message.Kept(typed, false, 1)));
    json.show(kept(new Message.Kept(typed, true, 0)));

    String message =
        "{'v':1,'event':'message','time':'2026-11-28T12:00:00.000Z',"
            + "'id':'019a9f2c-0000-7000-8000-000000000001','from':'alex@localhost',"
            + "'to':'kate@localhost','text':'lunch?','automatic':false,"
            + "'typed':'2026-11-27T12:04:05.123Z'";
    assertLines(out, message + "}", message + ",'maybeAgain':true}");
  }

  private static Message kept(Message.Kept kept) {
    return new Message(
        ID, NOON, ALEX, KATE, Optional.empty(), false, "lunch?", false, Optional.of(kept));
  }

  @Test
  void writesTextsOfThePastAsMessages() {
    Optional<RoomName> dogs = Optional.of(RoomName.parse("#dogs"));
    json.past(
        List.of(
            past(Optional.of(KATE), Optional.empty(), Outcome.RECEIVED),
            past(Optional.of(KATE), dogs, Outcome.MAYBE_AGAIN),
            past(Optional.of(KATE), Optional.empty(), Outcome.OK),
            past(Optional.empty(), dogs, Outcome.KEPT),
            past(Optional.empty(), Optional.empty(), Outcome.FAILED)));

    String beginning =
        "{'v':1,'event':'message','time':'2026-11-28T12:00:00.000Z',"
            + "'id':'019a9f2c-0000-7000-8000-000000000001','from':'alex@localhost',";
    assertLines(
        out,
        beginning + "'to':'kate@localhost','text':'hi','automatic':false}",
        beginning
            + "'to':'kate@localhost','room':'#dogs','text':'hi','automatic':false,"
            + "'maybeAgain':true}",
        beginning + "'to':'kate@localhost','text':'hi','automatic':false,'outcome':'ok'}",
        beginning + "'room':'#dogs','text':'hi','automatic':false,'outcome':'kept'}",
        beginning + "'text':'hi','automatic':false,'outcome':'failed'}");
  }

  private static StoredText past(Optional<NodeName> to, Optional<RoomName> room, Outcome outcome) {
    return new StoredText(ID, NOON, ALEX, to, room, "hi", false, outcome);
  }

  @Test
  void leavesOutWhatIsNotKnownOfAMessage() throws IOException {
    json.show(ALEX, "hi");
    json.showAt(KATE, ALEX, "hi");

    assertLines(
        out,
        event("message", "'from':'alex@localhost','text':'hi'"),
        event("message", "'from':'alex@localhost','to':'kate@localhost','text':'hi'"));
  }

  @Test
  void writesTheOtherEventsOnTheirStreams() throws IOException {
    json.ready(KATE);
    json.print(KATE, "alex@localhost: no message");
    json.printAt(ALEX, "hi");
    json.exit("<kate@localhost.3>", "killed");
    json.answer("<kate@localhost.1>");
    json.shown(KATE);
    json.shown(RoomName.parse("#dogs"), "ok 2");
    json.kept(KATE, "kept for kate@localhost");
    json.presence(new Presence(ALEX, Change.BACK));
    json.note("back, alone");
    json.error("no");
    json.error("no connection to nobody@localhost", 68);
    json.notShown(KATE, "no connection to kate@localhost", 68);
    json.notShown(RoomName.parse("#dogs"), "nobody else is in #dogs", 68);

    assertLines(
        out,
        event("ready", "'node':'kate@localhost'"),
        event("output", "'node':'kate@localhost','text':'alex@localhost: no message'"),
        event("output", "'node':'alex@localhost','text':'hi'"),
        event("exit", "'from':'<kate@localhost.3>','reason':'killed'"),
        event("answer", "'text':'<kate@localhost.1>'"),
        event("answer", "'to':'kate@localhost','text':'ok'"),
        event("answer", "'room':'#dogs','text':'ok 2'"),
        event("kept", "'to':'kate@localhost','text':'kept for kate@localhost'"));
    assertLines(
        err,
        event("presence", "'node':'alex@localhost','change':'reachable'"),
        event("note", "'text':'back, alone'"),
        event("error", "'text':'no'"),
        event("error", "'text':'no connection to nobody@localhost','status':68"),
        event(
            "error", "'to':'kate@localhost','text':'no connection to kate@localhost','status':68"),
        event("error", "'room':'#dogs','text':'nobody else is in #dogs','status':68"));
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaHasEachChangeOfPresence(Change change) {
    json.presence(new Presence(KATE, change));

    assertThat(EventLines.check(List.of(err.toString(UTF_8)))).containsExactly("presence");
  }

  @ParameterizedTest
  @EnumSource
  void theSchemaHasEachStatus(Failure failure) {
    json.error("no", failure.status());

    assertThat(EventLines.check(List.of(err.toString(UTF_8)))).containsExactly("error");
  }

  @Test
  void writesEveryTextInPrintableAsciiWithoutLoss() throws IOException {
    String everything = "\u0000\u001b\u007f\u0080\u2028\ufeff\uDB40\uDC41 \"\\u007f\\ ä";
    json.show(ALEX, everything);

    String line = out.toString(UTF_8);
    assertThat(line).matches("[ -~]+\n").contains("\\u007f");
    assertThat(EventLines.tree(line).get("text").asText()).isEqualTo(everything);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v", "event", "time", "from", "text"})
  void theSchemaRefusesAMessageWithoutWhatEachHas(String field) throws IOException {
    ObjectNode message = message();
    message.remove(field);

    assertThat(EventLines.problems(message.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v, 2",
    "event, dance",
    "time, 2026-11-28T12:00:00Z",
    "time, 2026-11-28T12:00:00.123+01:00",
    "time, 2026-13-28T12:00:00.123Z",
    "id, 7",
    "from, alex",
    "room, dogs"
  })
  void theSchemaRefusesAMessageWithAWrongValue(String field, String value) throws IOException {
    ObjectNode message = message();
    message.put(field, value);

    assertThat(EventLines.problems(message.toString())).isNotEmpty();
  }

  @Test
  void theSchemaAllowsAddedFields() throws IOException {
    ObjectNode message = message();
    message.put("added", 1);

    assertThat(EventLines.problems(message.toString())).isEmpty();
  }

  private ObjectNode message() throws IOException {
    json.show(new Message(ID, NOON, ALEX, KATE, Optional.empty(), false, "hi", false));
    JsonNode message = EventLines.tree(out.toString(UTF_8));
    assertThat(EventLines.problems(message.toString())).isEmpty();
    return (ObjectNode) message;
  }

  private static String event(String name, String fields) {
    return "{'v':1,'event':'%s','time':'2026-11-28T12:00:00.007Z',%s}".formatted(name, fields);
  }

  private static void assertLines(ByteArrayOutputStream stream, String... expected) {
    List<String> lines = List.of(stream.toString(UTF_8).split("\n"));
    List<String> wanted = new ArrayList<>();
    for (String line : expected) {
      wanted.add(line.replace('\'', '"'));
    }
    assertThat(lines).isEqualTo(wanted);
    EventLines.check(lines);
  }
}
