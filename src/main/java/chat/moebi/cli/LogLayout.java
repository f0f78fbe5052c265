package chat.moebi.cli;

import ch.qos.logback.classic.pattern.Abbreviator;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import chat.moebi.console.Escape;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Formats log events: a line with time, level, logger and message, then the stack trace. Control
 * characters are escaped, since parts of messages come from peers.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {

  private static final int LEVEL_WIDTH = 5;
  private static final int LOGGER_WIDTH = 30;

  private final CachingDateFormatter times =
      new CachingDateFormatter("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  private final Abbreviator loggers = new TargetLengthBasedClassNameAbbreviator(LOGGER_WIDTH);

  @Override
  public String doLayout(ILoggingEvent event) {
    String level = event.getLevel().toString();
    StringWriter text = new StringWriter();
    PrintWriter escaped =
        new PrintWriter(text) {
          @Override // Throwable.printStackTrace calls it for each line.
          public void println(Object line) {
            println(Escape.controls(String.valueOf(line)));
          }
        };
    escaped.print(times.format(event.getTimeStamp()) + " ");
    escaped.print(level + " ".repeat(LEVEL_WIDTH - level.length()) + " ");
    escaped.print(loggers.abbreviate(event.getLoggerName()) + " - ");
    escaped.println((Object) event.getFormattedMessage());
    if (event.getThrowableProxy() instanceof ThrowableProxy failure) {
      failure.getThrowable().printStackTrace(escaped);
    }
    return text.toString();
  }
}
