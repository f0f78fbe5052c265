package chat.moebi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks lines that the program writes with {@code --json}. */
public final class EventLines {

  private static final String BEGINNING = "\\{\"v\":1,\"event\":\"%s\",\"time\":\"%s\"";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static final String ID =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonSchema SCHEMA = schema();

  private EventLines() {}

  /**
   * Returns a regular expression for an event of any time.
   *
   * @param fields its further fields, with ' for ", such as {@code 'node':'kate@localhost'}
   */
  public static String like(String event, String fields) {
    return BEGINNING.formatted(event, TIME) + "," + quoted(fields) + "\\}";
  }

  /** Returns a regular expression for a message of any time and id. */
  public static String message(String fields) {
    return BEGINNING.formatted("message", TIME)
        + ",\"id\":\""
        + ID
        + "\","
        + quoted(fields)
        + "\\}";
  }

  /** Returns a regular expression for an error. */
  public static String error(String sentence, int status) {
    return like("error", "'text':'" + sentence + "','status':" + status);
  }

  /** Returns a regular expression for the error of a text that a node has not shown. */
  public static String notShown(String node, String sentence, int status) {
    return like("error", "'to':'" + node + "','text':'" + sentence + "','status':" + status);
  }

  /** Checks each line against the schema, and returns the events that occur. */
  public static Set<String> check(Collection<String> lines) {
    return lines.stream()
        .peek(line -> assertThat(problems(line)).as(line).isEmpty())
        .map(line -> tree(line).get("event").asText())
        .collect(Collectors.toSet());
  }

  /** Returns what the schema has against a line. */
  public static List<String> problems(String line) {
    return SCHEMA
        .validate(
            tree(line), context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** Reads a line as JSON. */
  public static JsonNode tree(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static String quoted(String fields) {
    return Pattern.quote(fields.replace('\'', '"'));
  }

  private static JsonSchema schema() {
    try (InputStream file =
        EventLines.class.getResourceAsStream("/chat/moebi/events.schema.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
