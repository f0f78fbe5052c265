package chat.moebi.relay;

import chat.moebi.node.NodeName;
import chat.moebi.relay.Response.Outcome;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes requests and responses as a line of JSON, and reads them. Field by field: to learn by
 * annotations what they are made of would take a third of a script's short life.
 *
 * <p>A field that is not known is passed over, so that a script and a node of two versions get on.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes a request. */
  static String of(Request request) throws IOException {
    if (request instanceof Request.Send send) {
      return line(
          "send",
          json -> {
            json.writeNumberField("id", send.id());
            json.writeStringField("label", send.label().toString());
            json.writeStringField("node", send.node());
            json.writeStringField("text", send.text());
            json.writeNumberField("timeoutMillis", send.timeoutMillis());
          });
    }
    return line(request instanceof Request.Ping ? "ping" : "nodes", json -> {});
  }

  /** Writes a response. */
  static String of(Response response) throws IOException {
    if (response instanceof Response.Note note) {
      return line("note", json -> json.writeStringField("sentence", note.sentence()));
    } else if (response instanceof Response.Message message) {
      return line(
          "message",
          json -> {
            json.writeStringField("from", message.from().toString());
            json.writeStringField("text", message.text());
          });
    } else if (response instanceof Response.Sent sent) {
      return line(
          "sent",
          json -> {
            json.writeNumberField("id", sent.id());
            json.writeStringField("outcome", sent.outcome().name());
            json.writeStringField("sentence", sent.sentence());
          });
    } else if (response instanceof Response.Node node) {
      return line(
          "node",
          json -> {
            json.writeStringField("name", node.name().toString());
            json.writeStringField("address", node.address());
            json.writeStringField("status", node.status());
          });
    } else if (response instanceof Response.Full full) {
      return line(
          "full",
          json -> {
            json.writeStringField("node", full.node().toString());
            json.writeNumberField("scripts", full.scripts());
          });
    }
    return line(response instanceof Response.Pong ? "pong" : "end", json -> {});
  }

  /**
   * Reads a request.
   *
   * @throws IOException if it is none
   */
  static Request request(String line) throws IOException {
    Fields fields = Fields.of(line);
    try {
      return switch (fields.text("type")) {
        case "ping" -> new Request.Ping();
        case "send" ->
            new Request.Send(
                fields.number("id"),
                fields.name("label"),
                fields.text("node"),
                fields.text("text"),
                fields.number("timeoutMillis"));
        case "nodes" -> new Request.Nodes();
        default -> throw new IOException("not a request: " + fields.text("type"));
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("not a request: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a response.
   *
   * @throws IOException if it is none
   */
  static Response response(String line) throws IOException {
    Fields fields = Fields.of(line);
    try {
      return switch (fields.text("type")) {
        case "pong" -> new Response.Pong();
        case "note" -> new Response.Note(fields.text("sentence"));
        case "message" -> new Response.Message(fields.name("from"), fields.text("text"));
        case "sent" ->
            new Response.Sent(
                fields.number("id"),
                Outcome.valueOf(fields.text("outcome")),
                fields.text("sentence"));
        case "node" ->
            new Response.Node(fields.name("name"), fields.text("address"), fields.text("status"));
        case "end" -> new Response.End();
        case "full" -> new Response.Full(fields.name("node"), (int) fields.number("scripts"));
        default -> throw new IOException("not a response: " + fields.text("type"));
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("not a response", e);
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static String line(String type, Writing fields) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("type", type);
      fields.to(json);
      json.writeEndObject();
    }
    return line.toString();
  }

  /** Is an object of texts and numbers. */
  private record Fields(Map<String, String> values) {

    static Fields of(String line) throws IOException {
      Map<String, String> values = new HashMap<>();
      try (JsonParser json = FACTORY.createParser(line)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("not an object");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          JsonToken value = json.nextToken();
          if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            values.put(name, json.getText());
          } else {
            json.skipChildren();
          }
        }
      } catch (JsonProcessingException e) {
        throw new IOException("not JSON"); // The cause quotes the line, and so maybe a text.
      }
      return new Fields(values);
    }

    String text(String name) throws IOException {
      String value = values.get(name);
      if (value == null) {
        throw new IOException("no " + name);
      }
      return value;
    }

    long number(String name) throws IOException {
      return Long.parseLong(text(name));
    }

    NodeName name(String name) throws IOException {
      return NodeName.parse(text(name));
    }
  }
}
