package chat.moebi.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The keys that are pressed. A PipedInputStream would fail once a thread that read it ends. */
final class Keyboard extends InputStream {
  private final BlockingQueue<Byte> keys = new LinkedBlockingQueue<>();

  void press(String text) {
    for (byte key : text.getBytes(StandardCharsets.UTF_8)) {
      keys.add(key);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return keys.take() & 0xff;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    bytes[offset] = (byte) read();
    int read = 1;
    for (Byte key; read < length && (key = keys.poll()) != null; read++) {
      bytes[offset + read] = key;
    }
    return read;
  }

  @Override
  public int available() {
    return keys.size();
  }
}
