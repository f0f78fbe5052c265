package chat.moebi.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import chat.moebi.cookie.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A log file and the former ones beside it, limited in size and number. Only their owner can read
 * them, whatever the umask.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {

  private LogFile() {}

  /**
   * Opens the file.
   *
   * @param maxSize the size, in bytes, at which a new file begins
   * @param maxFormer the number of former files to keep, at least 1
   */
  static Appender<ILoggingEvent> open(
      LoggerContext context, Path file, long maxSize, int maxFormer) {
    LogFile appender = new LogFile();
    appender.setContext(context);
    appender.setFile(file.toString());

    FixedWindowRollingPolicy former = new FixedWindowRollingPolicy();
    former.setContext(context);
    former.setParent(appender);
    former.setFileNamePattern(file + ".%i");
    former.setMinIndex(1);
    former.setMaxIndex(maxFormer);
    former.start();

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(maxSize));
    size.setCheckIncrement(Duration.buildByMilliseconds(0)); // Logback's default is a minute.
    size.start();

    LogLayout layout = new LogLayout();
    layout.setContext(context);
    layout.start();

    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();

    appender.setRollingPolicy(former);
    appender.setTriggeringPolicy(size);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  /** Creates each file with access for its owner alone. */
  @Override
  public void openFile(String name) throws IOException {
    Path file = Path.of(name);
    if (Files.exists(file)) {
      OwnerOnly.restrict(file);
    } else {
      Files.createFile(file, OwnerOnly.FILE);
    }
    super.openFile(name);
  }
}
