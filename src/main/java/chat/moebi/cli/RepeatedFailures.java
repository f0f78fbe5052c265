package chat.moebi.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passes log events on, but a warning or error that repeats within a minute only once. The number
 * of repetitions is logged with the first event after that minute. Logback's own filter for
 * duplicates would drop them for good, without a count.
 */
final class RepeatedFailures extends AppenderBase<ILoggingEvent> {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MAX_KINDS = 256;

  /** Two events are of one kind if they differ only in the arguments of their message. */
  private record Kind(Level level, String logger, String message, String failure) {

    static Kind of(ILoggingEvent event) {
      IThrowableProxy failure = event.getThrowableProxy();
      String location = "";
      if (failure != null) {
        Object[] frames = failure.getStackTraceElementProxyArray();
        location = failure.getClassName() + (frames.length == 0 ? "" : " " + frames[0]);
      }
      return new Kind(event.getLevel(), event.getLoggerName(), event.getMessage(), location);
    }
  }

  private record Repeated(long since, long times) {}

  private final Appender<ILoggingEvent> log;
  private final LongSupplier nanoTime;

  /** The oldest first. */
  private final Map<Kind, Repeated> kinds = new LinkedHashMap<>();

  RepeatedFailures(LoggerContext context, Appender<ILoggingEvent> log, LongSupplier nanoTime) {
    setContext(context);
    this.log = log;
    this.nanoTime = nanoTime;
  }

  @Override
  protected void append(ILoggingEvent event) {
    long now = nanoTime.getAsLong();
    while (!kinds.isEmpty() && now - oldest().getValue().since() >= INTERVAL.toNanos()) {
      removeOldest();
    }
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      log.doAppend(event);
      return;
    }
    Kind kind = Kind.of(event);
    Repeated repeated = kinds.get(kind);
    if (repeated != null) {
      kinds.put(kind, new Repeated(repeated.since(), repeated.times() + 1));
      return;
    }
    if (kinds.size() == MAX_KINDS) {
      removeOldest();
    }
    kinds.put(kind, new Repeated(now, 0));
    log.doAppend(event);
  }

  @Override
  public void stop() {
    while (!kinds.isEmpty()) {
      removeOldest();
    }
    log.stop();
    super.stop();
  }

  private Map.Entry<Kind, Repeated> oldest() {
    return kinds.entrySet().iterator().next();
  }

  private void removeOldest() {
    Kind kind = oldest().getKey();
    long times = kinds.remove(kind).times();
    if (times > 0) {
      log.doAppend(
          new LoggingEvent(
              RepeatedFailures.class.getName(),
              ((LoggerContext) getContext()).getLogger(kind.logger()),
              kind.level(),
              "repeated {} times within {} s: {}",
              null,
              new Object[] {times, INTERVAL.toSeconds(), kind.message()}));
    }
  }
}
