package chat.moebi.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Logs, line by line, what libraries write to {@code System.out} or {@code System.err}. Akka, for
 * example, prints there why an ActorSystem ends, whatever its settings. The program's own answers
 * and errors reach the user through {@link StandardStreams}.
 */
final class LibraryOutput extends OutputStream {

  private static final int MAX_LINE_BYTES = 8 * 1024;

  private final String name;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LibraryOutput(String name) {
    this.name = name;
  }

  /** Redirects {@code System.out} and {@code System.err} to the log. */
  static void install() {
    System.setOut(stream("standard output"));
    System.setErr(stream("standard error"));
  }

  private static PrintStream stream(String name) {
    return new PrintStream(new LibraryOutput(name), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= MAX_LINE_BYTES) {
      // Only now: at the start of the program there is no log yet.
      LoggerFactory.getLogger(name).error("{}", line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
