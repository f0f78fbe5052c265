package chat.moebi.relay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes lines of JSON on a socket: any number of threads may write, one may read.
 *
 * <p>A line's length is bounded by its writer: both sides are processes of the same user.
 */
final class JsonLines implements Closeable {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final SocketChannel channel;
  private final BufferedReader reader;

  JsonLines(SocketChannel channel) {
    this.channel = channel;
    this.reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  /** Returns the next value, or null when the other side has ended. */
  <T> T read(Class<T> type) throws IOException {
    String line = reader.readLine();
    return line == null ? null : JSON.readValue(line, type);
  }

  // Not through Channels.newOutputStream: it takes a lock that a waiting read of the stream holds.
  synchronized void write(Object value) throws IOException {
    byte[] json = JSON.writeValueAsBytes(value);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
