package chat.moebi.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.utils.AttributedString;

/** Writes each line to a stream in one piece, in UTF-8 whatever the locale. */
final class LineStream implements LineWriter {

  private final OutputStream stream;
  private final boolean color;

  /** One lock for each stream: a standard output that is stuck must not silence standard error. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Writes to a stream, which must not swallow errors as a {@code PrintStream} does. */
  LineStream(OutputStream stream, boolean color) {
    this.stream = stream;
    this.color = color;
  }

  @Override
  public void write(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      stream.write(bytes);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String ansi(AttributedString part) {
    return color ? part.toAnsi() : part.toString();
  }
}
