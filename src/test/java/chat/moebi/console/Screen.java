package chat.moebi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** The output of a console. A test can wait for text on it. */
final class Screen extends ByteArrayOutputStream {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public synchronized void write(int character) {
    super.write(character);
    notifyAll();
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    super.write(bytes, offset, length);
    notifyAll();
  }

  /** Returns the text without control sequences and carriage returns. */
  synchronized String text() {
    return toString(StandardCharsets.UTF_8)
        .replaceAll("\033\\[[0-9;?]*[A-Za-z]", "")
        .replace("\r", "");
  }

  void await(String expected) throws InterruptedException {
    awaitMatch(Pattern.quote(expected));
  }

  synchronized void awaitMatch(String regex) throws InterruptedException {
    Pattern expected = Pattern.compile(regex);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!expected.matcher(text()).find()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      assertThat(left).as("no %s on the screen:%n%s", expected, text()).isPositive();
      wait(left);
    }
  }
}
