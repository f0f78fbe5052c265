package chat.moebi.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a line of JSON, as {@code chat/moebi/events.schema.json} describes it. The line is
 * printable ASCII, so that a terminal may show it.
 */
final class JsonEvent {

  private static final int VERSION = 1;
  private static final DateTimeFormatter UTC_WITH_MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonEvent(String name, Instant time) {
    with("v", VERSION);
    with("event", name);
    with("time", format(time));
  }

  /** Returns a time as it stands in events. */
  static String format(Instant time) {
    return UTC_WITH_MILLISECONDS.format(time);
  }

  /** Adds a field: a number or a truth value as that, all else as text. */
  JsonEvent with(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  String line() {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e); // A StringWriter takes everything.
    }
    return line.toString().replace("\u007f", "\\u007f"); // DEL is ASCII.
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
