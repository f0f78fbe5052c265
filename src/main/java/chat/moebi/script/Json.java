package chat.moebi.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Requests and responses as lines of JSON. Unknown fields are ignored, so that a script and a node
 * of two versions understand each other.
 */
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Loads the classes that read and write, which a script needs late and loads slowly. */
  static void prepare() {
    try {
      response(of(Response.Sent.of(0, Response.Outcome.COMPLETED, "")));
    } catch (IOException e) {
      throw new IllegalStateException(e); // The mapper reads its own output.
    }
  }

  static String of(Request request) throws IOException {
    return MAPPER.writerFor(Request.class).writeValueAsString(request);
  }

  static String of(Response response) throws IOException {
    return MAPPER.writerFor(Response.class).writeValueAsString(response);
  }

  /**
   * Reads a request.
   *
   * @throws IOException if the line is not a request
   */
  static Request request(String line) throws IOException {
    return read(line, Request.class, "not a request");
  }

  /**
   * Reads a response.
   *
   * @throws IOException if the line is not a response
   */
  static Response response(String line) throws IOException {
    return read(line, Response.class, "not a response");
  }

  private static <T> T read(String line, Class<T> type, String problem) throws IOException {
    try {
      T value = MAPPER.readValue(line, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      // Not the cause: Jackson's message quotes the line, which may be a text.
    }
    throw new IOException(problem);
  }
}
