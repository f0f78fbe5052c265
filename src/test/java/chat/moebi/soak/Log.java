package chat.moebi.soak;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes lines with the time since the beginning of the run to a file. Thread-safe. */
final class Log implements AutoCloseable {

  private final BufferedWriter writer;
  private final long begin;

  /**
   * Opens it.
   *
   * @param begin when the run began, as {@link System#nanoTime} has it
   */
  Log(Path file, long begin) throws IOException {
    this.writer = Files.newBufferedWriter(file);
    this.begin = begin;
  }

  /** Writes a line; {@code kind} tells the streams of a process apart. */
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
