package chat.moebi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.moebi.cluster.Presence;
import chat.moebi.console.JsonDisplay;
import chat.moebi.name.NodeName;
import chat.moebi.name.RoomName;
import chat.moebi.otp.process.ExitReason;
import chat.moebi.otp.process.Pid;
import chat.moebi.output.Message;
import chat.moebi.store.Outcome;
import chat.moebi.store.StoredText;
import chat.moebi.testing.TestReferences;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Compares the lists of exit statuses, JSON events and settings in {@code
 * src/test/resources/golden} with the program. Each entry names a test; what is added to the
 * program needs an entry.
 */
class GoldenListsTest {

  private static final Pattern NUMBER = Pattern.compile("(?<=[^\\d-])\\d{1,3}(?=[ ;:,])");

  /** The values with which each method of a display is called, by the types of its parameters. */
  private static final Map<Class<?>, Object> EXAMPLES =
      Map.of(
          NodeName.class,
          NodeName.parse("kate@localhost"),
          String.class,
          "text",
          Pid.class,
          new Pid(NodeName.parse("kate@localhost"), 3, 7),
          ExitReason.class,
          ExitReason.KILLED,
          RoomName.class,
          RoomName.parse("#dogs"),
          int.class,
          68,
          Presence.class,
          new Presence(NodeName.parse("kate@localhost"), Presence.Change.LEFT),
          List.class,
          List.of(
              stored(Outcome.RECEIVED, Optional.empty()),
              stored(Outcome.MAYBE_AGAIN, Optional.of(RoomName.parse("#dogs"))),
              stored(Outcome.KEPT, Optional.empty())),
          Message.class,
          new Message(
              new UUID(0, 0),
              Instant.EPOCH,
              NodeName.parse("alex@localhost"),
              NodeName.parse("kate@localhost"),
              Optional.of(RoomName.parse("#dogs")),
              false,
              "text",
              false,
              Optional.of(new Message.Kept(Instant.EPOCH, true, 0))));

  private static StoredText stored(Outcome outcome, Optional<RoomName> room) {
    return new StoredText(
        new UUID(0, 0),
        Instant.EPOCH,
        NodeName.parse("alex@localhost"),
        Optional.of(NodeName.parse("kate@localhost")),
        room,
        "text",
        false,
        outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"statuses", "events", "settings"})
  void eachEntryNamesATestThatRuns(String list) throws IOException {
    List<String[]> entries = entries(list);
    assertThat(entries).isNotEmpty();
    for (String[] entry : entries) {
      String test = entry[entry.length - 1];
      assertThat(TestReferences.in(test)).as(String.join(" | ", entry)).hasSize(1);
      assertThat(TestReferences.problemsIn(test)).isEmpty();
    }
  }

  @Test
  void statusesAreThoseOfTheProgram() throws Exception {
    List<String> ofTheProgram = new ArrayList<>();
    for (Field field : ExitStatus.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.getType() == int.class
          && !field.isSynthetic()) { // PIT adds a field of its own.
        ofTheProgram.add(field.getInt(null) + " " + field.getName());
      }
    }
    assertThat(
            entries("statuses").stream()
                .filter(entry -> !entry[1].startsWith("SIG"))
                .map(entry -> entry[0] + " " + entry[1]))
        .containsExactlyInAnyOrderElementsOf(ofTheProgram);
  }

  @Test
  void statusesAreThoseOfTheDocument() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(Path.of("docs/using.md"))) {
      rows =
          lines
              .dropWhile(line -> !line.startsWith("| exit status |"))
              .skip(2)
              .takeWhile(line -> line.startsWith("|"))
              .map(line -> line.split("\\|")[1].strip())
              .toList();
    }
    assertThat(rows.stream().flatMap(row -> Stream.of(row.split(", "))))
        .containsExactlyInAnyOrderElementsOf(
            entries("statuses").stream().map(entry -> entry[0]).toList());
  }

  @Test
  void statusesOfACommandAreThoseOfItsHelp() throws IOException {
    assertHelpHasStatuses("send", SendCommand.spec());
    assertHelpHasStatuses("call", CallCommand.spec());
    assertHelpHasStatuses("nodes", NodesCommand.spec());
    assertHelpHasStatuses("history", HistoryCommand.spec());
    assertHelpHasStatuses("doctor", DoctorCommand.spec());
  }

  private static void assertHelpHasStatuses(String command, CommandSpec spec) throws IOException {
    String help = new CommandLine(spec).getUsageMessage();
    String statuses = help.substring(help.indexOf("Exit status:"), help.indexOf("Examples:"));
    assertThat(NUMBER.matcher(statuses).results().map(MatchResult::group))
        .as(command)
        .containsExactlyElementsOf(
            entries("statuses").stream()
                .filter(entry -> List.of(entry[2].split(" ")).contains(command))
                .map(entry -> entry[0])
                .toList());
  }

  @Test
  void eventsAreThoseThatADisplayWrites() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    JsonDisplay display = new JsonDisplay(out, err);
    for (Method method : JsonDisplay.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
        method.invoke(display, Stream.of(method.getParameterTypes()).map(EXAMPLES::get).toArray());
      }
    }
    Set<String> written = new TreeSet<>(events("out", out));
    written.addAll(events("err", err));

    assertThat(entries("events").stream().map(e -> e[0] + " | " + e[1] + " | " + e[2]))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  private static List<String> events(String stream, ByteArrayOutputStream written)
      throws IOException {
    List<String> events = new ArrayList<>();
    for (String line : written.toString(StandardCharsets.UTF_8).split("\n")) {
      JsonNode json = new JsonMapper().readTree(line);
      List<String> fields = new ArrayList<>();
      json.fieldNames().forEachRemaining(fields::add);
      assertThat(fields.subList(0, 3)).containsExactly("v", "event", "time");
      fields.subList(0, 3).clear();
      events.add(json.get("event").asText() + " | " + String.join(" ", fields) + " | " + stream);
    }
    return events;
  }

  @Test
  void settingsAreThoseOfTheBuiltInConfigurationWithTheirDefaults() throws IOException {
    Config chat = ConfigFactory.parseResources("application.conf").getConfig("chat");
    assertThat(entries("settings").stream().map(entry -> entry[0] + " = " + entry[1]))
        .containsExactlyInAnyOrderElementsOf(
            chat.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue().unwrapped())
                .toList());
  }

  /** Returns the columns of each line of a list. */
  private static List<String[]> entries(String list) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("src/test/resources/golden/" + list + ".txt"))) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> Stream.of(line.split("\\|")).map(String::strip).toArray(String[]::new))
          .toList();
    }
  }
}
