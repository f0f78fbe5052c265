package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passes log events on, and a warning or error that is repeated within a minute only once. How
 * often it was repeated is logged with the first event after that minute. (Logback's own filter for
 * duplicates would drop them for good, and count none.)
 */
final class RepeatedFailures extends AppenderBase<ILoggingEvent> {

  static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final int MOST_KINDS = 256;

  /** Two events are of a kind if they say the same of the same exception, but for arguments. */
  private record Kind(Level level, String logger, String message, String failure) {

    static Kind of(ILoggingEvent event) {
      return new Kind(
          event.getLevel(),
          event.getLoggerName(),
          event.getMessage(),
          failure(event.getThrowableProxy()));
    }

    private static String failure(IThrowableProxy failure) {
      if (failure == null) {
        return "";
      }
      Object[] frames = failure.getStackTraceElementProxyArray();
      return failure.getClassName() + (frames.length == 0 ? "" : " " + frames[0]);
    }
  }

  private static final class Repeated {
    final long since;
    long times;

    Repeated(long since) {
      this.since = since;
    }
  }

  private final Appender<ILoggingEvent> log;
  private final LongSupplier nanoTime;

  /** The oldest first. */
  private final Map<Kind, Repeated> kinds = new LinkedHashMap<>();

  /** Creates the appender, which passes on to another one. */
  RepeatedFailures(LoggerContext context, Appender<ILoggingEvent> log, LongSupplier nanoTime) {
    setContext(context);
    this.log = log;
    this.nanoTime = nanoTime;
  }

  @Override
  protected void append(ILoggingEvent event) {
    long now = nanoTime.getAsLong();
    logOlderThan(now - INTERVAL.toNanos(), MOST_KINDS);
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      log.doAppend(event);
      return;
    }
    Repeated repeated = kinds.get(Kind.of(event));
    if (repeated != null) {
      repeated.times++;
      return;
    }
    logOlderThan(now - INTERVAL.toNanos(), MOST_KINDS - 1);
    kinds.put(Kind.of(event), new Repeated(now));
    log.doAppend(event);
  }

  /** Logs what is counted, and stops. */
  @Override
  public void stop() {
    logOlderThan(Long.MAX_VALUE, 0);
    log.stop();
    super.stop();
  }

  private void logOlderThan(long time, int mostLeft) {
    Iterator<Map.Entry<Kind, Repeated>> all = kinds.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Kind, Repeated> oldest = all.next();
      if (oldest.getValue().since - time > 0 && kinds.size() <= mostLeft) {
        return;
      }
      all.remove();
      logCount(oldest.getKey(), oldest.getValue().times);
    }
  }

  private void logCount(Kind kind, long times) {
    if (times > 0) {
      LoggerContext context = (LoggerContext) getContext();
      log.doAppend(
          new LoggingEvent(
              RepeatedFailures.class.getName(),
              context.getLogger(kind.logger()),
              kind.level(),
              "repeated {} times within {} s: {}",
              null,
              new Object[] {times, INTERVAL.toSeconds(), kind.message()}));
    }
  }
}
