package chat.moebi.otp.function;

import akka.actor.typed.ActorSystem;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import chat.moebi.cluster.Utf8;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes values as {@link Term}s and reads them, by the same Jackson binding that writes the
 * messages between nodes. Thread-safe.
 */
public final class Terms {

  private final ObjectMapper mapper;

  /** Loads Jackson's classes, which a start of an ActorSystem needs late and loads slowly. */
  public static void prepare() {
    new ObjectMapper(); // The first one loads the classes.
  }

  /** Uses the binding of an ActorSystem. */
  public static Terms of(ActorSystem<?> system) {
    return new Terms(
        JacksonObjectMapperProvider.get(system).getOrCreate("jackson-cbor", Optional.empty()));
  }

  /** Reads terms outside of an ActorSystem, whatever they are. */
  public static Terms ofAnyType() {
    return new Terms(new CBORMapper());
  }

  private Terms(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Writes a record or a text.
   *
   * @throws IllegalArgumentException if it is too long, or of a type that cannot be written
   */
  public Term write(Object value) {
    if (value instanceof Term term) {
      return term;
    }
    try {
      return new Term(
          mapper.writeValueAsBytes(value instanceof String text ? Utf8.encodable(text) : value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be sent: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a term as a value of a known type.
   *
   * @throws IllegalArgumentException if the term is of another type
   */
  public <T> T read(Term term, Class<T> type) {
    if (type == Term.class) {
      return type.cast(term);
    }
    String problem = "is no " + type.getSimpleName() + ": ";
    try {
      T value = mapper.readValue(term.cbor(), type);
      if (value == null) {
        throw new IllegalArgumentException(problem + "null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(problem + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(problem + e.getMessage(), e);
    }
  }

  /** Returns the text in a term; nothing if the term is no text. */
  public Optional<String> text(Term term) {
    return Optional.of(read(term, JsonNode.class))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /**
   * Returns a term as a line for people; nothing for {@link None}. A text stands as it is, a record
   * of one component as that component, a record of several as {@code name: value, name: value}.
   */
  public String show(Term term) {
    try {
      return show(read(term, JsonNode.class));
    } catch (IllegalArgumentException e) {
      return "(it cannot be read)"; // A peer may send anything.
    }
  }

  /** Returns a term as a line of JSON, in printable ASCII. */
  public String json(Term term) {
    try {
      return JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writeValueAsString(read(term, JsonNode.class))
          .replace("\u007f", "\\u007f"); // DEL is ASCII.
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns the record that has these components. */
  <T> T convert(Map<String, String> components, Class<T> type) {
    return mapper.convertValue(components, type);
  }

  private static String show(JsonNode node) {
    if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(show(item)));
      return "[" + String.join(", ", items) + "]";
    } else if (!node.isObject()) {
      return node.asText();
    } else if (node.size() == 1) {
      return show(node.elements().next());
    }
    List<String> items = new ArrayList<>();
    node.fields().forEachRemaining(f -> items.add(f.getKey() + ": " + show(f.getValue())));
    return String.join(", ", items);
  }
}
