package chat.moebi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonSerializer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes messages as a node of another version might: with a field more, with a null, or with a
 * field less. A missing number means 0, a missing boolean means false, a missing optional field
 * means null; a message without any other field is refused.
 */
final class SkewedMessages {

  private static final CBORMapper CBOR = new CBORMapper();

  private final Serialization serialization;
  private final Serializer serializer;
  private final Object message;
  private final Set<String> optional;
  private final JsonNode written;

  private SkewedMessages(
      Serialization serialization, Serializer serializer, Object message, Set<String> optional)
      throws IOException {
    this.serialization = serialization;
    this.serializer = serializer;
    this.message = message;
    this.optional = optional;
    this.written = CBOR.readTree(serialization.serialize(message).get());
  }

  /** Checks a message that Jackson writes; others have a format of their own. */
  static void check(ActorSystem<?> system, Object message, Set<String> optional) {
    Serialization serialization = SerializationExtension.get(Adapter.toClassic(system));
    Serializer serializer = serialization.findSerializerFor(message);
    if (serializer instanceof JacksonSerializer) {
      try {
        SkewedMessages skewed = new SkewedMessages(serialization, serializer, message, optional);
        skewed.addFields(skewed.written);
        skewed.putNulls(skewed.written, message.getClass().getSimpleName());
        skewed.removeFields(skewed.written, message.getClass().getSimpleName());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void addFields(JsonNode node) throws JsonProcessingException {
    if (node instanceof ObjectNode object) {
      object.put("added later", "hi");
      assertThat(read()).as("%s", written).isEqualTo(message);
      object.remove("added later");
    }
    for (JsonNode child : node) {
      addFields(child);
    }
  }

  private void putNulls(JsonNode node, String path) throws JsonProcessingException {
    if (node instanceof ObjectNode object) {
      List<String> names = Stream.generate(object.fieldNames()::next).limit(object.size()).toList();
      for (String name : names) {
        JsonNode value = object.get(name);
        object.set(name, NullNode.instance);
        if (!value.isNull() && !value.isNumber() && !value.isBoolean() && !isOptional(path, name)) {
          refuse();
        }
        object.set(name, value);
        putNulls(value, path + "." + name);
      }
    } else if (node instanceof ArrayNode array) {
      for (int index : IntStream.range(0, array.size()).toArray()) {
        JsonNode value = array.get(index);
        array.set(index, NullNode.instance);
        refuse();
        array.set(index, value);
        putNulls(value, path);
      }
    }
  }

  private void removeFields(JsonNode node, String path) throws JsonProcessingException {
    if (node instanceof ObjectNode object) {
      List<String> names = Stream.generate(object.fieldNames()::next).limit(object.size()).toList();
      for (String name : names) {
        JsonNode value = object.remove(name);
        if (value.isNull() || isOptional(path, name)) {
          checkMissing(object, name, NullNode.instance);
        } else if (value.isNumber()) {
          checkMissing(object, name, IntNode.valueOf(0));
        } else if (value.isBoolean()) {
          checkMissing(object, name, BooleanNode.FALSE);
        } else {
          refuse();
        }
        object.set(name, value);
        removeFields(value, path + "." + name);
      }
    } else {
      for (JsonNode child : node) {
        removeFields(child, path);
      }
    }
  }

  /** Checks that a message without a field is read like one that has the field with a value. */
  private void checkMissing(ObjectNode object, String name, JsonNode meaning)
      throws JsonProcessingException {
    Object withoutField = read();
    object.set(name, meaning);
    assertThat(withoutField).as("%s without %s", written, name).isEqualTo(read());
  }

  private boolean isOptional(String path, String name) {
    return optional.contains(path + "." + name);
  }

  private void refuse() {
    assertThatThrownBy(this::read).as("%s", written).isInstanceOf(IOException.class);
  }

  private Object read() throws JsonProcessingException {
    return serialization
        .deserialize(
            CBOR.writeValueAsBytes(written),
            serializer.identifier(),
            Serializers.manifestFor(serializer, message))
        .get();
  }
}
