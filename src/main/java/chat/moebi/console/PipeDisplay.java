package chat.moebi.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.utils.AttributedStringBuilder;

/**
 * Shows lines on two streams that are no terminal: UTF-8 whatever the locale, each line written
 * whole and at once.
 */
public final class PipeDisplay extends Display {

  private final OutputStream out;
  private final OutputStream err;
  private final boolean color;
  // A lock a stream: a full standard output must not silence standard error.
  private final ReentrantLock outLock = new ReentrantLock();
  private final ReentrantLock errLock = new ReentrantLock();

  /** Shows on the given streams, which must not swallow errors as a {@code PrintStream} does. */
  public PipeDisplay(OutputStream out, OutputStream err, boolean color) {
    this.out = out;
    this.err = err;
    this.color = color;
  }

  @Override
  void out(AttributedStringBuilder line) throws IOException {
    write(line, out, outLock);
  }

  @Override
  void err(AttributedStringBuilder line) {
    try {
      write(line, err, errLock);
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  private void write(AttributedStringBuilder line, OutputStream stream, ReentrantLock lock)
      throws IOException {
    String text = color ? line.toAnsi() : line.toString();
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      stream.write(bytes);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }
}
