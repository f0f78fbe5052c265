package chat.moebi.script;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Lines of JSON on a socket: any number of threads may write, one may read. The writer limits the
 * length of a line; both sides are processes of the same user.
 */
final class JsonLines implements Closeable {

  private final SocketChannel channel;
  private final BufferedReader reader;

  JsonLines(SocketChannel channel) {
    this.channel = channel;
    this.reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  /** Returns the next line, or null after the last one. */
  String readLine() throws IOException {
    return reader.readLine();
  }

  void write(Request request) throws IOException {
    write(Json.of(request));
  }

  void write(Response response) throws IOException {
    write(Json.of(response));
  }

  // Channels.newOutputStream would take a lock that a waiting read of the stream holds.
  private synchronized void write(String json) throws IOException {
    ByteBuffer line = StandardCharsets.UTF_8.encode(json + "\n");
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
