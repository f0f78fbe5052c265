package chat.moebi.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what libraries write to {@code System.out} or {@code System.err} to the log, line by line.
 * Akka, for one, prints there why an ActorSystem ends, whatever its settings. The program's own
 * answers and errors go to the user by {@link Front}.
 */
final class LibraryOutput extends OutputStream {

  private static final int LONGEST_LINE = 8 * 1024;

  private final String name;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LibraryOutput(String name) {
    this.name = name;
  }

  /** Has {@code System.out} and {@code System.err} write to the log from now on. */
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
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      Logger log = LoggerFactory.getLogger(name); // Only now: at the start there is no log yet.
      log.error("{}", line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
