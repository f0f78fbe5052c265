package chat.moebi.soak;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Writes lines to a file, each with the time since the run began. Thread-safe. */
final class Log implements AutoCloseable {

  private final BufferedWriter writer;
  private final long begin;

  /**
   * Opens the file.
   *
   * @param begin when the run began, by {@link System#nanoTime}
   */
  Log(Path file, long begin) throws IOException {
    this.writer = Files.newBufferedWriter(file);
    this.begin = begin;
  }

  /** Returns the time since the run began. */
  Duration time() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Writes a line; {@code kind} marks the stream that the line belongs to. */
  synchronized void write(String kind, String line) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    try {
      writer.write(String.format(Locale.ROOT, "%9.3f %s %s%n", seconds, kind, line));
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
