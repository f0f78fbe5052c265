package chat.moebi.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes lines to a stream: UTF-8 whatever the locale, each line whole and at once. A lock a
 * stream: a full standard output must not silence standard error.
 */
final class LineStream {

  private final OutputStream stream;
  private final ReentrantLock lock = new ReentrantLock();

  /** Writes to a stream, which must not swallow errors as a {@code PrintStream} does. */
  LineStream(OutputStream stream) {
    this.stream = stream;
  }

  /** Writes a line, and returns when it is written. */
  void write(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      stream.write(bytes);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }
}
