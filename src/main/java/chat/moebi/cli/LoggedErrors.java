package chat.moebi.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Takes what libraries write to {@code System.err} to the log, line by line. Akka, for one, prints
 * there why an ActorSystem ends, whatever its settings. The program's own errors go to the user by
 * {@link Front}.
 */
final class LoggedErrors extends OutputStream {

  private static final int LONGEST_LINE = 8 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LoggedErrors() {}

  /** Has {@code System.err} write to the log from now on. */
  static void install() {
    System.setErr(new PrintStream(new LoggedErrors(), true, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      LoggerFactory.getLogger("standard error").error("{}", line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
